import type { EventRecord } from '../../src/record/test-record';

const ROUTINE: ReadonlySet<EventRecord['kind']> = new Set(['ping', 'pong', 'protocol']);

/** Whether an event is a ping, a pong, or protocol traffic. */
export const isRoutine = ({ kind }: EventRecord): boolean => ROUTINE.has(kind);
