/**
 * The floors of the house, the uppermost first: what stands on one imports from those below it, never from those above.
 * CONTRIBUTING draws them.
 */
const floors = [
  'entries',
  'commands',
  'matchers|environment|reporter',
  'src/(api|door)',
  'src/scenario',
  'src/client',
  'src/server',
  'src/record',
  'src/explain',
  'src/waiting',
  'src/connection',
  'src/expectations',
  'src/log',
  'src/asyncapi',
  'src/contract',
  'src/codecs',
  'src/text',
  'src/runtime',
];

const on = (...rooms) => `^(${rooms.join('|')})([/.]|$)`;

const neverUp = floors.slice(1).map((floor, index) => ({
  name: `${floor} imports from no floor above`,
  severity: 'error',
  from: { path: on(floor) },
  to: { path: on(...floors.slice(0, index + 1)) },
}));

module.exports = {
  forbidden: [
    ...neverUp,
    {
      name: 'matchers and environment never import each other: they meet in entries',
      severity: 'error',
      from: { path: on('matchers') },
      to: { path: on('environment') },
    },
    {
      name: 'environment and matchers never import each other: they meet in entries',
      severity: 'error',
      from: { path: on('environment') },
      to: { path: on('matchers') },
    },
    {
      name: 'the reporter uses the data of a report, and words: it runs where no test does',
      severity: 'error',
      from: { path: on('reporter') },
      to: { path: on('matchers', 'environment', 'src'), pathNot: on('src/record', 'src/text', 'src/runtime') },
    },
    {
      name: 'commands read documents and what a run wrote down: they run where no test does',
      severity: 'error',
      from: { path: on('commands') },
      to: {
        path: on('matchers', 'environment', 'src'),
        pathNot: on('src/asyncapi', 'src/contract', 'src/record', 'src/text', 'src/runtime'),
      },
    },
    {
      name: 'no worker loads the reporter',
      severity: 'error',
      from: { path: on('matchers', 'environment') },
      to: { path: on('reporter') },
    },
    {
      name: 'src knows nothing of Jest',
      severity: 'error',
      from: { path: on('src') },
      to: { path: ['^(@?jest|expect)', 'node_modules/(@?jest|expect)'] },
    },
    {
      name: 'only an entry loads what comes with the user’s Jest',
      severity: 'error',
      from: { path: on('matchers', 'environment', 'reporter') },
      to: { path: ['^jest-', 'node_modules/jest-'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the page runs in browsers: it takes types, and what needs nothing of Node',
      severity: 'error',
      from: { path: '^reporter/page/' },
      to: { pathNot: ['^reporter/page/', '^src/text/(escape|grouped)[.]', '(^|/)preact'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no cycles in src, of types neither', severity: 'error', from: { path: on('src') }, to: { circular: true } },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^(build|test|bench|docs|examples)/' },
  },
};
