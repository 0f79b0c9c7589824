import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Whether nothing holds it any more. */
export async function collected(held: WeakRef<object>): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let attempt = 0; attempt < 10 && held.deref(); attempt++) {
    await new Promise(setImmediate); // what was asked of a WeakRef lives until the turn ends
    gc();
  }
  return held.deref() === undefined;
}
