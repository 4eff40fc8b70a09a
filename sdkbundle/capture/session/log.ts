import type {Logger, Options} from '../types';

export interface Log {
  error(message: string): void;
  warn(message: string): void;
  /** Warns once in a page's life, whatever comes of it afterwards. */
  once(message: string): void;
  debug(message: string): void;
}

/** Logs by level to the application's logger, which may throw. */
export function logger(o: Options): Log {
  const level = typeof o.logLevel === 'number' ? o.logLevel : 2;
  const out: Logger = o.loggerProvider ?? console;
  const said = new Set<string>();
  const say = (least: number, name: 'error' | 'warn' | 'log' | 'debug', message: string) => {
    if (level < least) return;
    try {
      out[name](`[Session Replay] ${message}`);
    } catch {
      // A logger that cannot log must not stop what is logged about.
    }
  };
  const log = {
    error: (m: string) => say(1, 'error', m),
    warn: (m: string) => say(2, 'warn', m),
    once(m: string) {
      if (!said.has(m)) log.warn(m);
      said.add(m);
    },
    debug: (m: string) => say(4, 'debug', m),
  };
  return log;
}
