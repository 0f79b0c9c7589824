// `npm run bench`: each comparison in one run, its contenders in turn, medians of several rounds.
const { execFileSync, fork, spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { awaits, withProjects, withReport } = require('./files');

const root = join(__dirname, '..');
const jestBin = require.resolve('jest/bin/jest');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
/** A worker's files, of which those that cost it are seen. */
const FILES = Number(process.env.BENCH_FILES ?? 160);
const only = process.argv.slice(2);

/** Runs test files with Jest in-band, and gives what they report. */
function jest({ ours, fastExpect = true, pattern, url, config = join(__dirname, 'jest.config.js'), cpu }) {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const out = join(directory, 'figures');
  writeFileSync(out, '');
  const { NODE_ENV, ...env } = process.env;
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      ...(cpu ? ['--require', join(__dirname, 'cpu-time.js')] : []),
      jestBin,
      '-i',
      '--config',
      config,
      ...(pattern ? [pattern] : []),
    ],
    {
      cwd: root,
      env: {
        ...env,
        BENCH_OUT: out,
        BENCH_URL: url ?? '',
        BENCH_OURS: ours ? '1' : '',
        BENCH_FAST_EXPECT: fastExpect ? '1' : '',
      },
    },
  );
  if (status !== 0) throw new Error(`${pattern ?? config} failed:\n${stderr}`);
  const figures = readFileSync(out, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  rmSync(directory, { recursive: true });
  return figures[0];
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Ours with `fastExpect: false`. */
const PLAIN = 'ours, plain expect';

/** The median of a figure for each contender. They run in turn, so that a drift of the machine meets all of them. */
function compare(url, name, contenders, figure = 'ms', rounds = ROUNDS) {
  const seen = Object.fromEntries(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const ours = contender.startsWith('ours');
      const fastExpect = contender !== PLAIN;
      const run = jest({ ours, fastExpect, pattern: `cases/${name}\\.${ours ? 'ours' : contender}\\.test`, url });
      seen[contender].push(run[figure]);
    }
  }
  return Object.fromEntries(contenders.map((contender) => [contender, median(seen[contender])]));
}

const say = (text) => console.log(text);
const ms = (number) => `${number.toFixed(number < 10 ? 2 : 0)} ms`;
const ratio = (a, b) => `${(a / b).toFixed(2)}×`;

const parts = {
  /** What a worker costs, and each of its files, over Jest's own environment with an empty setup file, and over a bare client. */
  files(url) {
    const counts = [1, FILES];
    withProjects(counts, (projects) => {
      const seen = projects.map(() => []);
      for (const { config } of projects) jest({ config, url, cpu: true }); // Jest keeps what it has transformed
      for (let round = 0; round < ROUNDS; round++)
        projects.forEach(({ config }, n) => void seen[n].push(jest({ config, url, cpu: true }).cpu));
      const of = (name, count) => median(seen[projects.findIndex((one) => one.name === name && one.count === count)]);
      for (const [name, over, what] of [
        ['unused', 'plain', 'that do not use us, over plain Jest'],
        ['connects', 'plain', 'that open a client, over plain Jest'],
        ['bare', 'plain', 'that open a bare client of ws, over plain Jest'],
        ['connects', 'bare', 'that open a client, over those that open a bare one'],
      ]) {
        const [worker, all] = counts.map((count) => of(name, count) - of(over, count));
        say(
          `(a) files ${what}: a worker costs ${ms(worker)} more, each further file ${ms((all - worker) / (FILES - 1))}; ` +
            `${FILES} files ${ratio(of(name, FILES), of(over, FILES))}`,
        );
      }
    });
  },
  /** An `await` in the last of many files: what earlier files have left on makes each promise dearer. */
  awaits(url) {
    withProjects(
      [100],
      (projects) => {
        const seen = projects.map(() => []);
        for (let round = 0; round < ROUNDS; round++)
          projects.forEach(({ config }, n) => void seen[n].push(jest({ config, url }).ns));
        const [plain, unused, bare, connects] = seen.map(median);
        const told = (ns) => `${(ns / 1000).toFixed(2)} µs (${ratio(ns, plain)})`;
        say(
          `(h) an await in the last of 100 files: plain Jest ${told(plain)}, unused ${told(unused)}, with clients ${told(connects)}, ` +
            `with bare ones ${told(bare)}`,
        );
      },
      awaits,
    );
  },
  'round-trips'(url) {
    const {
      ours,
      'by-hand': byHand,
      superwstest,
      bare,
      [PLAIN]: plain,
    } = compare(url, 'round-trips', ['ours', 'by-hand', 'superwstest', 'bare', PLAIN]);
    say(
      `(b) 5,000 round trips: ours ${ms(ours)}, by hand with expect() ${ms(byHand)}, superwstest ${ms(superwstest)}, bare ${ms(bare)}`,
    );
    say(
      `    ours / by hand ${ratio(ours, byHand)}, ours / superwstest ${ratio(ours, superwstest)}, ours / bare ${ratio(ours, bare)}`,
    );
    say(`    with fastExpect: false ${ms(plain)}, ${ratio(plain, ours)} of ours`);
  },
  /** What judging each message by a contract costs. */
  contract(url) {
    const runs = Array.from({ length: ROUNDS }, () => ({
      judged: jest({ ours: true, pattern: 'cases/contract\\.ours', url }).ms,
      free: jest({ ours: true, pattern: 'cases/round-trips\\.ours', url }).ms,
    }));
    const [judged, free] = ['judged', 'free'].map((name) => median(runs.map((run) => run[name])));
    say(`(k) 5,000 round trips under a contract: ${ms(judged)}, without one ${ms(free)}, ${ratio(judged, free)}`);
  },
  acks(_, socketIo) {
    const { ours, 'by-hand': byHand } = compare(socketIo, 'acks', ['ours', 'by-hand']);
    say(
      `(i) 5,000 Socket.IO acknowledgements: ours ${ms(ours)}, socket.io-client with expect() ${ms(byHand)}, ours / by hand ${ratio(ours, byHand)}`,
    );
  },
  skip(url) {
    const { ours, bare } = compare(url, 'skip', ['ours', 'bare'], 'ms', ROUNDS * 2);
    say(`(c) skipping 100,000 messages: ours ${ms(ours)}, bare ws with JSON.parse ${ms(bare)}, ours / bare ${ratio(ours, bare)}`);
    const memory = compare(url, 'memory', ['ours', 'bare'], 'bytesPerMessage', 3);
    const [kept, needed] = [memory.ours, memory.bare].map(Math.round);
    say(`    memory for each message: ours ${kept} bytes, its text and value alone ${needed} bytes, ${ratio(kept, needed)}`);
  },
  clients(url) {
    const runs = Array.from({ length: ROUNDS }, () => jest({ ours: true, pattern: 'cases/clients', url }));
    const [hundred, thousand] = ['hundred', 'thousand'].map((name) => median(runs.map((run) => run[name])));
    say(`(d) one broadcast, all assert: 100 clients ${ms(hundred)}, 1,000 clients ${ms(thousand)}, ${ratio(thousand, hundred)}`);
  },
  crowd(url) {
    const runs = Array.from({ length: ROUNDS }, () => ({
      ours: jest({ ours: true, pattern: 'cases/crowd\\.ours', url }),
      bare: jest({ pattern: 'cases/crowd\\.bare', url }),
    }));
    const of = (contender, name) => median(runs.map((run) => run[contender][name]));
    const [connect, receive, all] = ['connect', 'receive', 'ms'].map((name) => ms(of('ours', name)));
    say(`(i) 2,000 clients in one test: ${all} (open after ${connect}, all have the broadcast after ${receive})`);
    say(
      `    CPU time: ours ${ms(of('ours', 'cpu'))}, bare ws ${ms(of('bare', 'cpu'))}, ours / bare ` +
        `${ratio(of('ours', 'cpu'), of('bare', 'cpu'))}; at most ${Math.round(of('ours', 'mib'))} MiB for Jest and all clients`,
    );
  },
  snapshot() {
    const runs = Array.from({ length: ROUNDS }, () => jest({ ours: true, pattern: 'cases/snapshot' }));
    const [ours, stringify] = ['ours', 'stringify'].map((name) => median(runs.map((run) => run[name])));
    say(
      `(f) 10,000 messages as a snapshot: ours ${ms(ours)}, JSON.stringify alone ${ms(stringify)}, ${median(runs.map((run) => run.ours / run.stringify)).toFixed(2)}×`,
    );
  },
  scenarios(url) {
    const { ours, 'by-hand': byHand } = compare(url, 'scenarios', ['ours', 'by-hand']);
    say(`(g) 500 scenarios of 5 steps: ours ${ms(ours)}, by hand with ws ${ms(byHand)}, ours / by hand ${ratio(ours, byHand)}`);
  },
  /** What a report costs a run, in CPU time of the whole run; beside a run with no reporter at all. */
  report(url) {
    withReport((configs) => {
      const seen = configs.map(() => []);
      for (const config of configs) jest({ config, url, cpu: true }); // Jest keeps what it has transformed
      for (let round = 0; round < ROUNDS; round++)
        configs.forEach((config, n) => void seen[n].push(jest({ config, url, cpu: true }).cpu));
      const [usual, reporting, silent] = seen.map(median);
      say(
        `(j) 200 tests of 20 messages: without a report ${ms(silent)}, with one ${ms(reporting)}, ${ratio(reporting, silent)}; ` +
          `with Jest's own reporter ${ms(usual)}`,
      );
    });
  },
  tests(url) {
    const { ours, superwstest, careless, empty } = compare(url, 'tests', ['ours', 'superwstest', 'careless', 'empty']);
    say(
      `(e) 1,000 tests: ours ${ms(ours)}, superwstest ${ms(superwstest)}, empty ${ms(empty)}, ours / superwstest ${ratio(ours, superwstest)}`,
    );
    say(`    without waiting for the close, superwstest ${ms(careless)}, ours / that ${ratio(ours, careless)}`);
    const own = compare(url, 'own-server', ['ours', 'superwstest']);
    say(
      `    against a server in the same process, as each README writes it: ours ${ms(own.ours)}, superwstest ${ms(own.superwstest)}, ${ratio(own.ours, own.superwstest)}`,
    );
  },
};

/** A server in a process of its own. */
async function serve(file) {
  const server = fork(join(__dirname, file));
  const port = await new Promise((resolve) => server.once('message', resolve));
  return { server, url: `ws://127.0.0.1:${port}` };
}

async function main() {
  const unknown = only.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    console.error(`There is no part '${unknown[0]}'. There are ${Object.keys(parts).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' });
  const servers = await Promise.all(['server.js', 'socket-io-server.js'].map(serve));
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (only.length === 0 || only.includes(name)) part(...servers.map(({ url }) => url));
    }
  } finally {
    for (const { server } of servers) server.kill();
  }
}

void main();
