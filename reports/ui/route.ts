import type {Item} from './report';
import type {Verdict} from './run';

/** What the home page shows. Empty means all. */
export interface Filter {
  verdicts: Verdict[];
  area: string;
  label: string;
  claim: string;
  blame: string;
  sdk: string;
  /** Rows in which the SDKs came out differently. */
  differ: boolean;
  /** Items whose attempts disagree. */
  unsteady: boolean;
  text: string;
}

/** A place within a result's page. */
export interface Place {
  scenario: string;
  sdk: string;
  player: string;
  browser?: string;
  attempt?: number;
  checkpoint?: string;
  upload?: number;
}

export type Route = {page: 'home'; filter: Filter} | {page: 'result'; place: Place};

export const everything: Filter = {
  verdicts: [], area: '', label: '', claim: '', blame: '', sdk: '', differ: false, unsteady: false, text: '',
};

const encode = (s: string): string => encodeURIComponent(s).replaceAll('%40', '@').replaceAll('%3D', '=');

/** The address of the home page: #/?v=failed&q=password */
export function homeHref(f: Partial<Filter>): string {
  const q: string[] = [];
  const put = (key: string, value: string | undefined) => value && q.push(key + '=' + encode(value));
  if (f.verdicts?.length) q.push('v=' + f.verdicts.map(encode).join(','));
  put('area', f.area);
  put('label', f.label);
  put('claim', f.claim);
  put('blame', f.blame);
  put('sdk', f.sdk);
  put('differ', f.differ ? '1' : '');
  put('unsteady', f.unsteady ? '1' : '');
  put('q', f.text);
  return '#/' + (q.length ? '?' + q.join('&') : '');
}

/** The address of a result: #/r/<scenario>/<sdk>/<player>, then /b/<browser> /a/<attempt> /c/<checkpoint> /u/<upload>. */
export function resultHref(p: Place): string {
  let href = '#/r/' + [p.scenario, p.sdk, p.player].map(encode).join('/');
  if (p.browser !== undefined) href += '/b/' + encode(p.browser);
  if (p.attempt !== undefined) href += '/a/' + p.attempt;
  if (p.checkpoint !== undefined) href += '/c/' + encode(p.checkpoint);
  if (p.upload !== undefined) href += '/u/' + p.upload;
  return href;
}

/** The place of an item; the browser is named only where it tells columns apart. */
export function placeOf(item: Item): Place {
  const {scenario, sdk, player, browser} = item.worst;
  return item.column.detail.includes(browser) && browser ? {scenario, sdk, player, browser} : {scenario, sdk, player};
}

/** Reads an address. What makes no sense leads home. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = split(hash.replace(/^#\/?/, ''), '?');
  const steps = path.split('/').map(decode);
  if (steps[0] === 'r' && steps.length >= 4) {
    const place: Place = {scenario: steps[1]!, sdk: steps[2]!, player: steps[3]!};
    for (let i = 4; i + 1 < steps.length; i += 2) {
      const value = steps[i + 1]!;
      if (steps[i] === 'b') place.browser = value;
      if (steps[i] === 'a') place.attempt = Number(value);
      if (steps[i] === 'c') place.checkpoint = value;
      if (steps[i] === 'u') place.upload = Number(value);
    }
    return {page: 'result', place};
  }
  const q = new Map(query.split('&').map((pair) => split(pair, '=')));
  const get = (key: string) => decode(q.get(key) ?? '');
  return {
    page: 'home',
    filter: {
      verdicts: (q.get('v') ?? '').split(',').filter(Boolean).map(decode) as Verdict[],
      area: get('area'), label: get('label'), claim: get('claim'), blame: get('blame'), sdk: get('sdk'),
      differ: get('differ') === '1', unsteady: get('unsteady') === '1', text: get('q'),
    },
  };
}

function split(s: string, by: string): [string, string] {
  const at = s.indexOf(by);
  return at < 0 ? [s, ''] : [s.slice(0, at), s.slice(at + 1)];
}

function decode(s: string): string {
  try {
    return decodeURIComponent(s);
  } catch {
    return s; // typed by hand, with a stray %
  }
}
