/** The environment variable by which the reporter tells the workers where to write records: the path of a folder. */
export const RECORDS_VARIABLE = 'JEST_WEBSOCKET_RECORDS';

/**
 * And by which it gives them a key for what is secret: the folder may be left behind, if the run is killed. By its name the
 * variable is a secret itself, and masked where it is printed.
 */
export const KEY_VARIABLE = 'JEST_WEBSOCKET_RECORDS_SECRET';

/** What a process that a test starts does not inherit. */
export const NOT_INHERITED = { [RECORDS_VARIABLE]: undefined, [KEY_VARIABLE]: undefined };

/**
 * An empty file in the folder, as long as everything could be written there. A worker that could not write removes it: that
 * needs no room on the disk.
 */
export const ALL_WRITTEN = 'all-written';
