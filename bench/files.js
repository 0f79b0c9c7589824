// What a worker costs, and each test file in it: CPU time of whole runs of one process, which is all that is the same on a
// busy machine, beside Jest's own environment with an empty setup file. What a client costs at least is what a bare one of
// `ws` costs, which each worker loads once, outside of the tests' world, as we do.
const { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

const empty = "test('x', async () => { await null; });";
const connects = `
  const { connect } = require('jest-websocket');
  test('x', async () => {
    const client = await connect(process.env.BENCH_URL);
    client.send({ n: 1 });
    await expect(client).toReceiveMessage({ n: 1 });
  });
`;
const bare = `
  test('x', async () => {
    const { socket, next, send } = await connectByHand(process.env.BENCH_URL);
    send({ n: 1 });
    expect(await next()).toMatchObject({ n: 1 });
    await new Promise((resolve) => {
      socket.on('close', resolve);
      socket.close();
    });
  });
`;
const contenders = {
  plain: { test: empty, config: { testEnvironment: 'node', setupFilesAfterEnv: ['<rootDir>/setup.js'] } },
  unused: { test: empty, config: { preset: 'jest-websocket' } },
  bare: {
    test: bare,
    config: { testEnvironment: require.resolve('./bare-environment'), setupFilesAfterEnv: ['<rootDir>/setup.js'] },
  },
  connects: { test: connects, config: { preset: 'jest-websocket' } },
};

/** In the last file of a worker: what an `await` takes, in CPU time, the quickest of some turns. */
const awaits = `
  test('awaits', async () => {
    const { report } = require(${JSON.stringify(join(__dirname, 'measure'))});
    const taken = [];
    for (let turn = 0; turn < 10; turn++) {
      const begun = process.cpuUsage();
      for (let n = 0; n < 10_000; n++) await null;
      const { user, system } = process.cpuUsage(begun);
      taken.push(user + system);
    }
    report({ ns: Math.min(...taken) / 10 });
  });
`;

/**
 * Makes a project a contender and a number of files, gives each to `measure`, and removes them.
 * @param last Added to the last file.
 */
exports.withProjects = (counts, measure, last = '') => {
  const base = mkdtempSync(join(root, '.bench-'));
  try {
    const projects = Object.entries(contenders).flatMap(([name, { test, config }]) =>
      counts.map((count) => ({ name, count, config: projectOf(join(base, `${name}-${count}`), count, test, config, last) })),
    );
    return measure(projects);
  } finally {
    rmSync(base, { recursive: true });
  }
};

exports.awaits = awaits;

/** 20 tests of 20 messages each. */
const talks = `
  const { connect } = require('jest-websocket');
  test.each(Array.from({ length: 20 }, (_, n) => n))('test %i', async (n) => {
    const client = await connect(process.env.BENCH_URL);
    for (let step = 0; step < 10; step++) {
      client.send({ n, step, text: 'a message as people write them' });
      await expect(client).toReceiveMessage({ n, step });
    }
  });
`;

/** Two projects of 200 tests, one of which makes a report. */
exports.withReport = (measure) => {
  const base = mkdtempSync(join(root, '.bench-'));
  try {
    const configs = [{}, { reporters: ['jest-websocket/reporter'] }, { reporters: [] }];
    return measure(
      configs.map((config, n) => projectOf(join(base, String(n)), 10, talks, { preset: 'jest-websocket', ...config }, '')),
    );
  } finally {
    rmSync(base, { recursive: true });
  }
};

function projectOf(directory, count, test, config, last) {
  mkdirSync(directory);
  for (let n = 0; n < count; n++) {
    writeFileSync(join(directory, `f${n}.test.js`), n === count - 1 ? test + last : test);
  }
  writeFileSync(join(directory, 'setup.js'), '');
  // else it is a part of this package, which finds itself by its name, and Babel transforms what is not in `node_modules`
  writeFileSync(join(directory, 'package.json'), '{}');
  const home = join(directory, 'node_modules/jest-websocket');
  for (const part of ['build', 'package.json', 'jest-preset.js']) cpSync(join(root, part), join(home, part), { recursive: true });
  const file = join(directory, 'jest.config.json');
  writeFileSync(file, JSON.stringify({ ...config, testSequencer: join(__dirname, 'by-number.js') }));
  return file;
}
