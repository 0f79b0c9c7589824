import { isPromise } from './tag';

/** Calls back with what the act throws, or with what the promise that it returns rejects with. */
export function whenFailed(act: () => unknown, failed: (error: unknown) => void): void {
  try {
    const result = act();
    if (isPromise(result)) void Promise.resolve(result).catch(failed);
  } catch (error) {
    failed(error);
  }
}
