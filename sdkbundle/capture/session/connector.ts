/** The opt-out that an analytics SDK in the same page has been told, if there is one. */
import {attempt} from './platform';

interface IdentityStore {
  getIdentity(): {optOut?: boolean};
  addIdentityListener(f: () => void): void;
  removeIdentityListener(f: () => void): void;
}

const storeOf = (instance: string): IdentityStore | undefined =>
  attempt(() => (window as unknown as {analyticsConnectorInstances?: Record<string, {identityStore?: IdentityStore}>}).analyticsConnectorInstances?.[instance]?.identityStore);

export const connector = {
  optedOut: (instance: string): boolean => attempt(() => storeOf(instance)?.getIdentity().optOut) === true,
  /** Calls f when the identity changes; returns what ends that. */
  listen(instance: string, f: () => void): () => void {
    const store = storeOf(instance);
    attempt(() => store?.addIdentityListener(f));
    return () => void attempt(() => store?.removeIdentityListener(f));
  },
};
