import { engineBehind } from '../src/door';

if (!engineBehind(globalThis)) throw new Error('later');
export {};
