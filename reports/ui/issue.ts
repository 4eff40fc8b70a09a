import {count, moment} from './format';
import type {Report} from './report';
import type {Claim, Evidence, Result} from './run';
import {sides, there} from './sides';
import {words} from './text';
import {blameWords, noun} from './verdict';

// An issue tracker shows this much before people stop reading.
const most = 3;
const long = 300;

/** A result as Markdown for an issue tracker: what, where, how to see it. */
export function issue(report: Report, r: Result): string {
  const claims = (r.claims ?? []).filter((c) => c.verdict !== 'held' && c.verdict !== 'waived' && c.verdict !== 'n/a');
  const browser = Object.entries(report.run.browsers ?? {}).map(([role, product]) => `${role} ${product}`).join(', ') || r.browser;
  return [
    `### ${line(r.scenario)}: ${r.verdict} with ${line(r.sdk)}`,
    '',
    line(r.title),
    r.reason ? '\n' + line(r.reason) : '',
    ...claims.flatMap((c) => claim(report, c)),
    '',
    'To see it:',
    '',
    block(r.command),
    '',
    [r.player && `Player ${line(r.player)}`, line(browser), line(report.run.tool), `seed ${report.seed}`, moment(report.run.started)].filter(Boolean).join('; '),
  ].filter((l, i, all) => l !== '' || all[i - 1] !== '').join('\n') + '\n';
}

function claim(report: Report, c: Claim): string[] {
  const all = c.evidence ?? [];
  const more = all.length - most + (c.more ?? 0);
  return [
    '',
    `**${line([c.name, c.target, c.checkpoint && 'at ' + c.checkpoint].filter(Boolean).join(' '))}** ${c.verdict}${c.summary ? ': ' + line(c.summary) : ''}`,
    c.blame ? `\nBlame: ${[line(c.blame), blameWords(report.words, c)].filter(Boolean).join(', ')}.` : '',
    ...all.slice(0, most).flatMap((e) => evidence(report, e)),
    more > 0 ? `\nand ${count(more, 'more ' + noun(c))}` : '',
  ];
}

function evidence(report: Report, e: Evidence): string[] {
  const {list, detail} = sides(e, report.words);
  const facts: [string, string | undefined][] = [
    ...list.map((s): [string, string] => [s.name, s.facts?.join(', ') ?? (there(s.value) ? s.value || 'empty' : 'absent')]),
    ['detail', detail], ['event', e.event], ['upload', e.upload ? String(e.upload) : undefined], ['step', e.step], ['when', e.phase], ['at', e.location],
  ];
  const names = Math.max(9, ...list.map((s) => s.name.length));
  return ['', block([[e.kind, e.name, e.path].filter(Boolean).join(' '), ...facts
    .filter(([, v]) => v !== undefined && v !== '')
    .map(([k, v]) => `  ${k.padEnd(names)} ${cut(v!)}`)].join('\n'))];
}

/** Words that no Markdown can turn into anything else. */
const line = (s: string): string => words(s).replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#@|~!]/g, '\\$&');

const cut = (s: string): string => {
  const one = words(s).replaceAll('\n', '\\n');
  return one.length > long ? one.slice(0, long) + '…' : one;
};

/** A block whose fence is longer than any in it. */
function block(text: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map((m) => m[0].length + 1)));
  return `${fence}\n${text}\n${fence}`;
}
