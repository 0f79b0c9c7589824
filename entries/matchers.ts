import { engineBehind } from '../src/door';
export {};
