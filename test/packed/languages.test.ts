import { existsSync } from 'node:fs';
import { describeWith, otherNodes } from '../support/programs';
import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const body = `
  const server = echo();
  test('talks', async () => {
    const client = await connect(server);
    client.send({ n: 1 });
    await expect(client).toReceiveMessage({ n: 1 });
    expect(await client.receive === undefined).toBe(false);
  });
`;

const tsconfig = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      module: 'node16',
      strict: true,
      esModuleInterop: true,
      isolatedModules: true,
      types: ['node', 'jest'],
    },
  }),
};

describe.each(majors)('Jest %i', (jest) => {
  const passes = async (project: Omit<Parameters<typeof runJest>[0], 'jest'>) => {
    const run = await runJest({ jest, ...project });
    expect(run.output).toMatch(/Tests: +1 passed, 1 total/);
    expect(run.exitCode).toBe(0);
  };

  test('ECMAScript modules through babel-jest', () =>
    passes({
      config: {
        preset: 'jest-websocket',
        transform: { '\\.js$': ['babel-jest', { plugins: ['@babel/plugin-transform-modules-commonjs'] }] },
      },
      files: { ...servers, 'a.test.js': `import { connect } from 'jest-websocket'; import { echo } from './servers';${body}` },
    }));

  test('native ECMAScript modules, one instance with CommonJS', () =>
    passes({
      config: { preset: 'jest-websocket', testMatch: ['**/*.test.mjs'], transform: {} },
      env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
      files: {
        ...servers,
        'a.test.mjs': `
          import { createRequire } from 'node:module';
          import { expect, test } from '@jest/globals';
          import { connect } from 'jest-websocket';
          import servers from './servers.js';
          const { echo } = servers;
          ${body.replace('expect(await', "expect(createRequire(import.meta.url)('jest-websocket').connect).toBe(connect); expect(await")}
        `,
      },
    }));

  test.each<[string, string, object]>([
    ["preset: 'jest-websocket/ts-jest'", "module.exports = { preset: 'jest-websocket/ts-jest' };", {}],
    [
      "createDefaultPreset() of ts-jest beside preset: 'jest-websocket'",
      "const { createDefaultPreset } = require('ts-jest'); module.exports = { ...createDefaultPreset(), preset: 'jest-websocket' };",
      {},
    ],
    [
      "preset: 'ts-jest' beside our environment and setup",
      "module.exports = { preset: 'ts-jest', testEnvironment: 'jest-websocket/environment', setupFilesAfterEnv: ['jest-websocket/setup'] };",
      {},
    ],
  ])('TypeScript with %s', (_, config) =>
    passes({
      configFile: config,
      files: {
        ...servers,
        ...tsconfig,
        'a.test.ts': `import { connect } from 'jest-websocket';\nconst { echo } = require('./servers');${body}`,
      },
    }),
  );
});

for (const [version, node] of otherNodes) {
  const program = `Node ${version}: \`npm run nodes\` installs it`;
  describeWith(
    program,
    () => existsSync(node),
    `Node ${version}`,
    () => {
      test.each(majors)('Jest %i', async (jest) => {
        const run = await runJest({
          jest,
          node,
          files: {
            ...servers,
            'a.test.js': `const { connect } = require('jest-websocket'); const { echo } = require('./servers');${body}
        test('fails at its line', async () => { await connect('ws://127.0.0.1:1'); });
        test('forgets', async () => { expect(await connect(server)).toReceiveMessage(); });`,
          },
        });
        expect(run.tests).toEqual({ talks: 'passed', 'fails at its line': 'failed', forgets: 'failed' });
        expect(run.failures['fails at its line']).toMatch(
          /Nothing is listening at ws:\/\/127\.0\.0\.1:1\/[\s\S]*a\.test\.js:10:/,
        );
        expect(run.failures.forgets).toMatch(/was not awaited[\s\S]*a\.test\.js:11:/);
      });
    },
  );
}
