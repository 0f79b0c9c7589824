import type { CodecProfile } from '../codecs/codec-profile';
import type { Connection } from '../connection/connection';
import type { Scope } from '../waiting/scope';
import { TRAFFIC_VARIABLE } from './traffic-record';
import type { Running, TrafficRecorder } from './traffic-recorder';

const recorders = new Map<string, TrafficRecorder>();

/** Writes down what is said over a connection, where a document is to be learnt from the run. */
export function learnFrom(connection: Connection, scope: Scope, profile: CodecProfile, running: Running): void {
  const folder = process.env[TRAFFIC_VARIABLE];
  if (!folder) return;
  let recorder = recorders.get(folder);
  if (!recorder) {
    recorder = new (require('./traffic-recorder') as typeof import('./traffic-recorder')).TrafficRecorder(folder);
    recorders.set(folder, recorder);
  }
  recorder.watch(connection, scope, profile, running);
}
