import { majors } from './run-jest';

const ways = {
  'our environment': { preset: 'jest-websocket' },
  'the setup file alone': { setupFilesAfterEnv: ['jest-websocket/setup'] },
} as const;

/** Each Jest with each way to be set up, for what must be the same in all of them. */
export const bothWays = majors.flatMap((jest) => Object.entries(ways).map(([way, config]) => ({ jest, way, config })));
