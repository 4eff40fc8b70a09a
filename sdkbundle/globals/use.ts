/** Proper uses of functions that recorders patch, on objects that belong to no page. */

const div = () => document.createElement('div');
const sheet = () => {
  const s = new CSSStyleSheet();
  s.replaceSync('a { color: red; } @media all { b { color: red; } }');
  return s;
};
const style = () => sheet().cssRules[0] as CSSStyleRule;
const field = (type: string) => Object.assign(document.createElement('input'), {type});
const list = () => {
  const s = document.createElement('select');
  s.append(new Option('a'), new Option('b')); // not innerHTML, which Trusted Types guard
  return s;
};

const trials: Record<string, () => unknown> = {
  'HTMLInputElement.prototype.value': () => Object.assign(field('text'), {value: 'x'}).value + (field('file').value = ''),
  'HTMLInputElement.prototype.checked': () => Object.assign(field('checkbox'), {checked: true}).checked,
  'HTMLTextAreaElement.prototype.value': () => Object.assign(document.createElement('textarea'), {value: 'x'}).value,
  'HTMLSelectElement.prototype.value': () => Object.assign(list(), {value: 'b'}).selectedIndex,
  'HTMLSelectElement.prototype.selectedIndex': () => Object.assign(list(), {selectedIndex: 1}).value,
  'HTMLOptionElement.prototype.selected': () => Object.assign(list().options[1]!, {selected: true}).selected,
  'CSSStyleSheet.prototype.insertRule': () => sheet().insertRule('i { color: red; }', 1),
  'CSSStyleSheet.prototype.deleteRule': () => sheet().deleteRule(9),
  'CSSStyleSheet.prototype.addRule': () => sheet().addRule('i', 'color: red'),
  'CSSStyleSheet.prototype.removeRule': () => sheet().removeRule(0),
  'CSSStyleSheet.prototype.replaceSync': () => sheet().replaceSync('@import "x"'),
  'CSSGroupingRule.prototype.insertRule': () => (sheet().cssRules[1] as CSSGroupingRule).insertRule('}', 0),
  'CSSGroupingRule.prototype.deleteRule': () => (sheet().cssRules[1] as CSSGroupingRule).deleteRule(0),
  'CSSStyleDeclaration.prototype.setProperty': () => (style().style.setProperty('color', 'blue', 'important'), style().style.getPropertyPriority('color')),
  'CSSStyleDeclaration.prototype.removeProperty': () => style().style.removeProperty('color'),
  'Element.prototype.attachShadow': () => {
    const e = div();
    return e.attachShadow({mode: 'closed'}) instanceof ShadowRoot && e.attachShadow({mode: 'closed'});
  },
  'HTMLCanvasElement.prototype.getContext': () => String(document.createElement('canvas').getContext('none' as '2d')),
  'ShadowRoot.prototype.adoptedStyleSheets': () => {
    const r = div().attachShadow({mode: 'open'});
    r.adoptedStyleSheets = [sheet()];
    return r.adoptedStyleSheets.length;
  },
  'customElements.define': () => customElements.define('nohyphen', class extends HTMLElement {}),
  'CustomElementRegistry.prototype.define': () => customElements.define('nohyphen', class extends HTMLElement {}),
};

/** Tries the named functions; '-' where there is no trial. */
export function use(wanted: [string, string][]): string[] {
  return wanted.map(([holder, property]) => {
    const trial = trials[holder + '.' + property];
    if (!trial) return '-';
    try {
      return 'gives ' + String(trial());
    } catch (e) {
      return 'throws ' + String((e as Error)?.name);
    }
  });
}
