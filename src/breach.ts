import type { Connection } from './connection';
import type { Site } from './site';

/** A standing rule was broken: every wait of the test ends, and the test fails, with this. */
export interface Breach {
  readonly connection: Connection;
  /** As the end of a sentence: `rob got #4 {"type":"error"}, which never() forbids (chat.test.ts:5)`. */
  readonly sentence: string;
  /** Where the rule was made. */
  readonly site: Pick<Site, 'frames'>;
}
