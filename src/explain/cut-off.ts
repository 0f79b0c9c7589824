import type { Connection } from '../connection/connection';

/** That the test itself has seen to it that nothing reaches a client; undefined where it has not. */
export const cutOffText = ({ name, whyCutOff }: Connection): string | undefined =>
  whyCutOff && `Nothing can reach ${name}: ${whyCutOff}.`;
