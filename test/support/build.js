const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
const sources = [
  'commands',
  'docs/report.schema.json',
  'entries',
  'environment',
  'matchers',
  'reporter',
  'scripts',
  'src',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
const stamp = join(root, '.build-stamp');

/**
 * Builds the package where it is not built from the sources as they are. The Jest config calls it: Jest looks for the
 * preset, which is in the build, before it runs any `globalSetup`. Types are checked by `npm run types`, not here.
 */
exports.buildIfStale = () => {
  const now = stateOf(sources);
  if (existsSync(join(root, 'build')) && read(stamp) === now) return;
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), '--no-check'], { stdio: 'inherit' });
  writeFileSync(stamp, now);
};

/** What tells one state of files and folders from another. */
function stateOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const { mtimeMs, size, isDirectory } = describe(path);
    hash.update(`${path} ${isDirectory ? '' : `${mtimeMs} ${size}`}\n`);
    if (isDirectory) for (const name of readdirSync(join(root, path)).sort()) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

function describe(path) {
  const stats = statSync(join(root, path));
  return { mtimeMs: stats.mtimeMs, size: stats.size, isDirectory: stats.isDirectory() };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
