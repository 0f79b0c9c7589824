// The modules that the package is published as: a few larger ones, since each file that a worker loads costs it half a
// millisecond. What a worker needs at its start is one chunk; what the sources ask for by `require()`, when it is first
// needed, is another, and so is what words failures. A module is in one chunk alone, whoever asks for it: there are brands
// in them, and state.
const { mkdirSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const { build } = require('esbuild');

const root = join(__dirname, '..');

/** Of the world of a test file, loaded by Jest with each of them: each by itself, and none of the chunks. */
const ofTests = ['codecs', 'index', 'matchers', 'not-set-up', 'serializer', 'setup'].map((name) => `entries/${name}.ts`);
/** Of the world outside. */
const ofWorker = ['environment', 'setup-outside'].map((name) => `entries/${name}.ts`);

/** Of a process that is no worker, each whole in one file. */
const ofProcesses = ['cli', 'reporter', 'serve-module'].map((name) => `entries/${name}.ts`);

/** Words failures, and snapshots. Other modules import functions from it, and the first call of one loads it. */
const isWording = (module) => /^(src\/explain\/|matchers\/(explain-|what-came)|environment\/failing-test)/.test(module);

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
};

/** Writes them into a folder, beside the declarations of tsc. */
exports.bundle = async (folder) => {
  const imports = await importsOfAll();
  const chunks = chunksOf(imports);
  const chunkOf = new Map(chunks.flatMap((chunk) => [...chunk.modules].map((module) => [module, chunk])));
  const map = { chunkOf, ...(await exportsOf([...chunkOf.keys()])) };
  const emit = async (path, entry, plugins) => {
    const outfile = join(folder, path);
    const { outputFiles } = await build({ ...common, outfile, plugins, write: false, ...entry });
    mkdirSync(dirname(outfile), { recursive: true });
    writeFileSync(outfile, withOwnNames(outputFiles[0].text));
  };
  await Promise.all([
    ...chunks.map((chunk) => {
      const asked = [...chunk.modules].filter((module) => isAskedFor(module, chunk, imports));
      const lines = asked.map((module, n) => `import * as m${n} from './${module}'; export { m${n} as '${module}' };`);
      return emit(chunk.file, { stdin: { contents: lines.join('\n'), resolveDir: root } }, [fromOthers(chunk, map)]);
    }),
    ...ofWorker.map((entry) => {
      const file = entry.replace('.ts', '.js');
      return emit(file, { entryPoints: [entry] }, [fromOthers({ file, modules: new Set([entry]) }, map)]);
    }),
    ...ofTests.map((entry) => emit(entry.replace('.ts', '.js'), { entryPoints: [entry] }, [siblings])),
    ...ofProcesses.map((entry) => emit(entry.replace('.ts', '.js'), { entryPoints: [entry] }, [])),
  ]);
};

/** Classes that name themselves are called so again: esbuild writes `var Scenario = class _Scenario`. */
const withOwnNames = (code) =>
  [...code.matchAll(/^var (\w+) = class _\1\b/gm)].reduce(
    (text, [, name]) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name),
    code,
  );

/** What each module imports: at once, or when it is first needed. */
async function importsOfAll() {
  const { metafile } = await build({ ...common, entryPoints: ofWorker, outdir: 'none', write: false, metafile: true });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => {
      const own = imports.filter(({ external }) => !external);
      const isLazy = (one) => one.kind === 'require-call' || isAtFirstCall(path, one.path);
      return [path, { atOnce: pathsOf(own.filter((one) => !isLazy(one))), lazily: pathsOf(own.filter(isLazy)) }];
    }),
  );
}

const pathsOf = (imports) => imports.map(({ path }) => path);

/** Whether what a module imports from another one is loaded when it is first called. */
const isAtFirstCall = (module, other) => isWording(other) && !isWording(module);

/** The names of the values that modules export, and of those that are functions. */
async function exportsOf(modules) {
  const options = { ...common, bundle: false, packages: undefined, format: 'esm', outdir: 'none', outbase: '.' };
  const { metafile, outputFiles } = await build({ ...options, entryPoints: modules, write: false, metafile: true });
  const textOf = new Map(outputFiles.map(({ path, text }) => [relative(root, path), text]));
  const outputs = Object.entries(metafile.outputs).map(([path, { entryPoint, exports: names }]) => {
    const isFunction = (name) =>
      new RegExp(`^(async )?function ${name}\\(|^const ${name} = (async )?\\(.*\\) =>`, 'm').test(textOf.get(path));
    return { entryPoint, names, functions: names.filter(isFunction) };
  });
  return {
    namesOf: new Map(outputs.map(({ entryPoint, names }) => [entryPoint, names])),
    functionsOf: new Map(outputs.map(({ entryPoint, functions }) => [entryPoint, functions])),
  };
}

/** The chunks, each with the modules that none before it has. */
function chunksOf(imports) {
  const taken = new Set(ofWorker);
  const chunks = [];
  const add = (name, entries) => {
    const modules = new Set();
    const visit = (module) => {
      if (taken.has(module)) return;
      taken.add(module);
      modules.add(module);
      imports.get(module).atOnce.forEach(visit);
    };
    entries.forEach(visit);
    chunks.push({ file: `chunks/${name}.js`, modules });
  };
  add(
    'core',
    ofWorker.flatMap((entry) => imports.get(entry).atOnce),
  );
  for (const { modules } of chunks) {
    for (const module of modules) {
      for (const lazy of imports.get(module).lazily) if (!taken.has(lazy) && !isWording(lazy)) add(nameOf(lazy), [lazy]);
    }
  }
  add('wording', [...imports.keys()].filter(isWording));
  return chunks;
}

/** `client-opening` of `src/client/opening.ts`. */
const nameOf = (module) => module.replace(/^src\/|(\/index)?\.ts$/g, '').replaceAll('/', '-');

/** Whether a module outside of its chunk imports it, or one asks for it later. */
function isAskedFor(module, { modules }, imports) {
  return [...imports].some(
    ([other, { atOnce, lazily }]) => lazily.includes(module) || (!modules.has(other) && atOnce.includes(module)),
  );
}

/** Takes what is in other chunks from there. */
function fromOthers(chunk, { chunkOf, namesOf, functionsOf }) {
  return {
    name: 'chunks',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, kind, namespace, resolveDir }) => {
        if (namespace !== 'file' && kind === 'require-call') return { path, external: true };
        const module = moduleAt(resolveDir, path);
        if (isWording(module) && !chunk.modules.has(module)) return { path: module, namespace: 'at-first-call' };
        if (kind === 'require-call') return { path: module, namespace: 'lazily' };
        return chunkOf.has(module) && !chunk.modules.has(module) ? { path: module, namespace: 'at-once' } : undefined;
      });
      const required = (module) => `require('${pathBetween(chunk.file, chunkOf.get(module).file)}')['${module}']`;
      // constants, not an object with getters: what is called for each message stays as quick as in one file
      onLoad({ filter: /./, namespace: 'at-once' }, ({ path }) => ({
        contents: `export const { ${namesOf.get(path).join(', ')} } = ${required(path)};`,
        resolveDir: root,
      }));
      onLoad({ filter: /./, namespace: 'at-first-call' }, ({ path }) => ({
        contents: functionsOf
          .get(path)
          .map((name) => `export const ${name} = (...args) => ${required(path)}.${name}(...args);`)
          .join('\n'),
        resolveDir: root,
      }));
      onLoad({ filter: /./, namespace: 'lazily' }, ({ path }) => ({
        contents: `module.exports = ${required(path)};`,
        resolveDir: root,
      }));
    },
  };
}

function pathBetween(file, other) {
  const path = relative(dirname(file), other);
  return path.startsWith('.') ? path : `./${path}`;
}

/** What is taken of others by modules of the world of a test: each other, in files of their own. */
const siblings = {
  name: 'siblings',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/[^/]+$/ }, ({ path, resolveDir, kind }) => {
      const isOther = kind !== 'entry-point' && ofTests.includes(moduleAt(resolveDir, path));
      return isOther ? { path: `${path}.js`, external: true } : undefined;
    });
  },
};

function moduleAt(directory, path) {
  const module = relative(root, resolve(directory, path));
  const isFolder = statSync(join(root, module), { throwIfNoEntry: false })?.isDirectory();
  return isFolder && path.endsWith('.') ? `${module}/index.ts` : `${module.replace(/\.ts$/, '')}.ts`;
}
