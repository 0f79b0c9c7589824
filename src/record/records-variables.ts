/** The environment variable by which the reporter tells the workers where to write records: the path of a folder. */
export const RECORDS_VARIABLE = 'JEST_WEBSOCKET_RECORDS';

/**
 * The environment variable by which it gives them a key for secrets, since the folder may be left behind if the run is killed.
 * The variable has the name of a secret, so that it is masked itself when it is printed.
 */
export const KEY_VARIABLE = 'JEST_WEBSOCKET_RECORDS_SECRET';

/** Variables that a process which a test starts must not inherit. */
export const NOT_INHERITED = { [RECORDS_VARIABLE]: undefined, [KEY_VARIABLE]: undefined };

/**
 * An empty file that is in the folder as long as everything could be written there. A worker that cannot write removes it,
 * which is possible even on a full disk.
 */
export const ALL_WRITTEN = 'all-written';
