// Writes what each entry exports, with its types, into etc/*.api.md. With --check, fails where they say something else.
const { execFileSync, spawnSync } = require('node:child_process');
const { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { CompilerState, Extractor, ExtractorConfig } = require('@microsoft/api-extractor');
const { exports: entries } = require('../package.json');
const { compilerOptions } = require('../tsconfig.json');

const root = join(__dirname, '..');
const work = join(root, '.api');
const fresh = join(work, 'reports');
const committed = join(root, 'etc');

rmSync(work, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
emitTypes();
const declarations = Object.values(entries).flatMap(({ types }) => (types ? [types.replace('./build', work)] : []));
for (const path of declarations) nameWhatIsExported(path);
const configs = declarations.map(configOf);
const compilerState = CompilerState.create(configs[0]);
const options = { localBuild: true, compilerState, messageCallback: reportErrorsOnly };
const allSucceeded = configs.map((config) => Extractor.invoke(config, options)).every(({ succeeded }) => succeeded);
if (!allSucceeded) process.exit(1);
appendMatchers();

if (process.argv.includes('--check')) check();
else for (const name of readdirSync(fresh)) copyFileSync(join(fresh, name), join(committed, name));

function emitTypes() {
  const tsc = require.resolve('typescript/bin/tsc');
  const args = ['-p', 'tsconfig.build.json', '--noCheck', '--emitDeclarationOnly', '--outDir', work];
  execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'inherit' });
}

/** API Extractor does not see what the file of each matcher adds to `WebSocketMatchers`: it stands behind the rest. */
function appendMatchers() {
  const folder = join(work, 'matchers');
  const names = readdirSync(folder).filter((name) => /^to-.*\.d\.ts$/.test(name));
  const texts = ['types.d.ts', ...names].map((name) => {
    const [text = ''] = /^(?!import|$)[\s\S]*/m.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    return text.replace(/^export \{\};$/m, '').trim();
  });
  appendFileSync(join(fresh, 'index.api.md'), ['', '## The matchers', '', '```ts', texts.join('\n\n'), '```', ''].join('\n'));
}

/** API Extractor takes no `export =`, for which some entries are CommonJS. */
function nameWhatIsExported(path) {
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^export = (\w+);/m, 'export { $1 };'));
}

function configOf(path) {
  const name = path.match(/(\w+)\.d\.ts$/)[1];
  const { target, lib, module, moduleResolution, strict } = compilerOptions;
  const overrideTsconfig = {
    compilerOptions: { target, lib, module, moduleResolution, strict, types: ['node'], skipLibCheck: true },
    files: declarations,
  };
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: path,
      newlineKind: 'lf',
      compiler: { overrideTsconfig },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: `${name}.api.md`,
        reportFolder: fresh,
        reportTempFolder: join(work, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
        compilerMessageReporting: { default: { logLevel: 'error' } },
      },
    },
  });
}

/** What it does is no news. */
function reportErrorsOnly(message) {
  if (message.logLevel !== 'error') message.handled = true;
}

function check() {
  const changed = readdirSync(fresh).filter((name) => read(join(committed, name)) !== read(join(fresh, name)));
  for (const name of changed) {
    const paths = [join(committed, name), join(fresh, name)].map((path) => relative(root, path));
    spawnSync('git', ['--no-pager', 'diff', '--no-index', ...paths], { cwd: root, stdio: 'inherit' });
  }
  if (changed.length === 0) return;
  console.error('The public API has changed. If that is meant, run `npm run api` and commit what it writes.');
  process.exit(1);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
