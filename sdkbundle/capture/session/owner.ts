/** Whose events they are, and where they go. Plain data: it is stored beside them. */
export interface Owner {
  url: string;
  key: string;
  device: string;
  session: string;
  /** Tells page loads and tabs apart that share a session. */
  stream: string;
  rate: number;
  /** Nothing is uploaded before this time: the session may turn out to be too short. */
  gate: number;
}

/** Events of one owner in their order, as JSON. */
export interface Chunk {
  owner: Owner;
  events: string[];
  /** The length of all their text. */
  size: number;
  /** When the last came. */
  at: number;
}
