/** Takes a full snapshot again and again: a stand-in until there is a recorder. */
import type {RecordOptions, Recorder} from '../record';
import type {RecordedEvent, SerialNode} from '../../protocol';

export function record(o: RecordOptions): Recorder {
  let ids = 0;
  const node = (n: Node): SerialNode[] => {
    const id = ++ids;
    const childNodes = [...n.childNodes].flatMap(node);
    switch (n.nodeType) {
      case 9: return [{type: 0, id, childNodes}];
      case 10: return [{type: 1, id, name: (n as DocumentType).name, publicId: '', systemId: ''}];
      case 1: {
        const e = n as Element;
        const attributes = Object.fromEntries([...e.attributes].map(a => [a.name, a.value]));
        if (e instanceof HTMLInputElement) attributes['value'] = e.value.replace(/\S/g, '*');
        return [{type: 2, id, tagName: e.localName, attributes, childNodes, ...(e.namespaceURI?.endsWith('svg') ? {isSVG: true as const} : {})}];
      }
      case 3: return [{type: 3, id, textContent: (n.parentNode as Element)?.localName === 'script' ? '' : (n as Text).data}];
      default: return [];
    }
  };
  const emit = (e: object) => o.emit({...e, timestamp: Date.now()} as RecordedEvent);
  let timer = 0;
  const snapshot = () => {
    clearTimeout(timer);
    timer = 0;
    emit({type: 4, data: {href: location.origin + location.pathname, width: innerWidth, height: innerHeight}});
    emit({type: 2, data: {node: node(document)[0], initialOffset: {left: scrollX, top: scrollY}}});
  };
  const observer = new MutationObserver(() => (timer ||= setTimeout(snapshot, 10) as unknown as number));
  observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  snapshot();
  o.started?.();
  return {
    snapshot, setRules() {}, custom: (tag, payload) => emit({type: 5, data: {tag, payload}}),
    flush: () => void (timer && snapshot()), stop() { observer.disconnect(); clearTimeout(timer); },
  };
}
