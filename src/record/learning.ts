import type { CodecProfile } from '../codecs/codec-profile';
import type { Connection } from '../connection/connection';
import { TRAFFIC_VARIABLE } from './traffic-record';
import type { BelongsTo, TrafficRecorder } from './traffic-recorder';

const recorders = new Map<string, TrafficRecorder>();

/** Writes down the messages of a connection, if a document is to be learnt from the run. */
export function learnFrom(connection: Connection, profile: CodecProfile, belongsTo: BelongsTo): void {
  const folder = process.env[TRAFFIC_VARIABLE];
  if (!folder) return;
  let recorder = recorders.get(folder);
  if (!recorder) {
    recorder = new (require('./traffic-recorder') as typeof import('./traffic-recorder')).TrafficRecorder(folder);
    recorders.set(folder, recorder);
  }
  recorder.watch(connection, belongsTo, profile);
}
