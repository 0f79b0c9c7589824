import { show } from '../text/show';

/** The code of an end without a close frame (RFC 6455 §7.4.1). */
export const ABNORMAL = 1006;

/** How a connection ended. */
export interface Ending {
  /** RFC 6455 §7.4. 1005: the close frame had no code. 1006: there was no close frame. */
  readonly code: number;
  readonly reason: string;
  /** Who closed first; `'nobody'` where the connection was cut or broke. */
  readonly by: 'client' | 'server' | 'nobody';
  /** `at the end of the test "rob leaves"`, where it was not the user's code that closed it. */
  readonly when?: string | undefined;
  /** What broke it. */
  readonly fault?: string;
}

/** For a sentence about a client: `the server closed it with 1008 'not welcome'`. */
export function describeEnding({ code, reason, by, when, fault }: Ending): string {
  if (fault !== undefined) return `its connection broke: ${fault}`;
  if (when !== undefined && by === 'client') return `it was closed ${when}`;
  if (code === ABNORMAL) return by === 'client' ? 'it was terminated' : 'its connection was cut without a close frame (1006)';
  const said = reason === '' ? `${code}` : `${code} ${show(reason)}`;
  return by === 'client' ? `it was closed with ${said}` : `the server closed it with ${said}`;
}
