import { oneLine, show } from '../text/show';

/** The code of an end without a close frame (RFC 6455 §7.4.1). */
export const ABNORMAL = 1006;

/** How a connection ended. */
export interface Ending {
  /** RFC 6455 §7.4. 1005: the close frame had no code. 1006: there was no close frame. */
  readonly code: number;
  readonly reason: string;
  /** What the code means, as the codec says. */
  readonly word?: string;
  /** Who closed first; `'nobody'` if the connection was cut or broke. */
  readonly by: 'client' | 'server' | 'nobody';
  /** Whether the server ended it in the codec's protocol, without a close frame. */
  readonly inProtocol?: boolean;
  /** `at the end of the test "rob leaves"`, if it was closed with its owner, not by the user's code. */
  readonly when?: string | undefined;
  /** What broke it. */
  readonly fault?: string;
  /** Whether this client gave it up, so that messages which the server had sent may not have been read. */
  readonly isCutShort?: boolean;
}

/** For a sentence about a client: `the server closed it with 1008 'not welcome'`. */
export function describeEnding({ code, reason, word, by, inProtocol, when, fault }: Ending): string {
  if (fault !== undefined) return `its connection broke: ${fault}`;
  if (when !== undefined && by === 'client') return `it was closed ${when}`;
  if (code === ABNORMAL) return by === 'client' ? 'it was terminated' : 'its connection was cut without a close frame (1006)';
  if (inProtocol) return `the server ended it${reason === '' ? '' : `: ${show(reason)}`}`;
  const said = closeText({ code, reason, word });
  return by === 'client' ? `it was closed with ${said}` : `the server closed it with ${said}`;
}

/** `4401 'no token' (Unauthorized)` */
export function closeText({ code, reason, word }: { code: number; reason: string; word?: string | undefined }): string {
  const said = reason === '' ? `${code}` : `${code} ${show(reason)}`;
  return word === undefined || word === reason ? said : `${said} (${oneLine(word)})`;
}
