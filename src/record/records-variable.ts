/** The environment variable by which the reporter tells the workers of its run where to write records: the path of a folder. */
export const RECORDS_VARIABLE = 'JEST_WEBSOCKET_RECORDS';
