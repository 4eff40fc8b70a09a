// The shape of run.json, as lab/result writes it, and what reports adds for the page. A Go test
// compares names and types, both ways. Go writes an empty list as null.

export type Verdict = 'held' | 'failed' | 'known' | 'fixed' | 'waived' | 'n/a' | 'inconclusive' | 'infrastructure';

export type List<T> = readonly T[] | null | undefined;

export interface Run {
  schema: number;
  tool: string;
  started: string;
  wall_ms: number;
  command: List<string>;
  /** Rounded by JSON.parse; show View.seed. */
  seed: number;
  machine: Machine;
  browsers: Record<string, string> | null;
  results: List<Result>;
}

export interface Machine {
  os: string;
  arch: string;
  cpu: string;
  cpus: number;
}

export interface Result {
  scenario: string;
  sdk: string;
  player: string;
  browser: string;
  verdict: Verdict;
  reason?: string;
  wall_ms: number;
  attempt?: number;
  phases?: List<Phase>;
  title: string;
  file: string;
  labels?: List<string>;
  covers?: List<string>;
  command: string;
  claims: List<Claim>;
  checkpoints?: List<Checkpoint>;
  steps?: List<Step>;
  uploads?: List<Upload>;
  recordings?: List<Recording>;
  passes?: List<Played>;
  notes?: List<string>;
}

export interface Claim {
  name: string;
  target?: string;
  checkpoint?: string;
  verdict: Verdict;
  summary?: string;
  blame?: string;
  reason?: string;
  link?: string;
  evidence?: List<Evidence>;
  more?: number;
}

/** One side of a difference; null or undefined where there is no such thing. */
export type Value = string | null | undefined;

/** Names a piece of evidence of another claim at the same checkpoint. */
export interface Finding {
  kind: string;
  name?: string;
  path?: string;
}

export interface Evidence {
  kind: string;
  path?: string;
  node_id?: number;
  name?: string;
  live?: Value;
  model?: Value;
  replayed?: Value;
  control?: Value;
  native?: Value;
  phase?: string;
  pass?: string;
  cause?: string;
  blame?: string;
  upload?: number;
  event?: string;
  step?: string;
  detail?: string;
  location?: string;
  known?: boolean;
  follows?: List<Finding>;
}

export interface Phase {
  name: string;
  ms: number;
}

export interface Checkpoint {
  name: string;
  offset_ms: number;
  live?: string;
  replayed?: string;
  reference?: string;
  played?: string;
  width: number;
  height: number;
  nodes: number;
  differences: number;
  recording?: string;
  settled: boolean;
  rules?: List<Rule>;
  blocked?: List<string>;
  opened?: List<string>;
}

export interface Rule {
  name: string;
  count: number;
  sample?: string;
}

export interface Step {
  line: number;
  text: string;
  at_ms: number;
  ms: number;
}

export interface Upload {
  seq: number;
  at_ms: number;
  method: string;
  url: string;
  kind?: string;
  status: number;
  bytes: number;
  raw: number;
  events: number;
  problem?: string;
  file?: string;
  types?: string;
}

export interface Recording {
  file: string;
  load: string;
  session: string;
  device: string;
  events: number;
  dropped?: number;
  late?: number;
  ms: number;
  delay_median_ms?: number;
  delay_max_ms?: number;
  virtual?: boolean;
}

/** One pass of the player through one recording. */
export interface Played {
  recording?: string;
  pass: string;
  ms: number;
  frames?: number;
  speed?: number;
  failed?: string;
}

/** What reports/page.go embeds. */
export interface View {
  run: Run;
  seed: string;
  exit: string;
  items: List<Item>;
  groups: List<Group>;
  words: Words;
  images?: Images;
}

/** One scenario in one column, as reports/item.go groups the results. */
export interface Item {
  attempts: readonly number[];
  worst: number;
  verdict: Verdict;
  unsteady: boolean;
}

/** Failures that look alike, as reports/group.go groups them. */
export interface Group {
  verdict: Verdict;
  sdk: string;
  player: string;
  claim?: string;
  blame?: string;
  kind?: string;
  name?: string;
  members: readonly Member[];
}

export interface Member {
  result: number;
  claim: number;
}

/** The words of reports/vocabulary.go. */
export interface Words {
  /** By claim or kind of evidence, then by who is to blame. */
  blames: Record<string, Record<string, string>>;
  causes: Record<string, string>;
  kinds: Record<string, Kind>;
  /** Of what is not named after an attribute or a style: by kind, then by name. */
  names: Record<string, Record<string, string>>;
  /** Of signatures. */
  facts: Record<string, readonly string[]>;
}

/** What reports/kinds.go knows of a kind of evidence. */
export interface Kind {
  meaning: string;
  pages?: boolean;
  recorded?: boolean;
}

/** The screenshots of reports/images.go, by file name. */
export interface Images {
  names: Record<string, number>;
  data: readonly string[];
}
