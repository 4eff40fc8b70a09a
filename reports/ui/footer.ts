import {h} from './dom';
import {command} from './copy';
import {count, moment, shell, took} from './format';
import type {Report} from './report';

/** Where, when and with what the run was made: what another machine needs to make it again. */
export function footer(report: Report): HTMLElement {
  const {run} = report;
  const facts: [string, string][] = [
    ['Started', moment(run.started)],
    ['Took', took(run.wall_ms)],
    ['Seed', report.seed],
    ['Machine', [run.machine.cpu, run.machine.cpus > 0 && count(run.machine.cpus, 'CPU'), run.machine.os, run.machine.arch].filter(Boolean).join(', ')],
    ...Object.entries(run.browsers ?? {}).map(([role, product]): [string, string] => [role === 'live' ? 'Live browser' : role === 'replay' ? 'Replay browser' : role, product]),
    ['Tool', run.tool],
    ['Schema', String(run.schema)],
  ];
  return h('footer', {},
    h('h2', {}, 'The run'),
    run.command?.length ? command(shell(run.command)) : false,
    h('dl', {}, facts.filter(([, v]) => v).map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v)))),
    h('p', {class: 'data'},
      !report.alone && ['The same as data: ', h('a', {href: 'run.json'}, 'run.json'), ', ', h('a', {href: 'junit.xml'}, 'junit.xml'), '. '],
      'Press ', h('kbd', {}, '?'), ' for the keys.'));
}
