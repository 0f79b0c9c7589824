import type { Connection } from '../connection/connection';

/** A sentence, if the test itself has made sure that nothing reaches a client. */
export const cutOffText = ({ name, whyCutOff }: Connection): string | undefined =>
  whyCutOff && `Nothing can reach ${name}: ${whyCutOff}.`;
