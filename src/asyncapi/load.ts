import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Contract } from '../contract/contract';
import { packagesProblem } from '../runtime/needed-packages';
import { nearestName } from '../text/nearest-name';
import { oneLine, said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { JsonSchemas } from './ajv';
import { DocumentProblem } from './document-problem';
import { Documents } from './documents';
import { refuseMisspeltField } from './known-fields';
import { Located } from './located';
import type { Side } from './servers';
import { shownPath } from './source-file';
import { channelsOfVersion2 } from './version-2';
import { channelsOfVersion3 } from './version-3';

/**
 * Reads a document of AsyncAPI.
 * @param root The folder that its references may not leave; if it is not within that, its own folder.
 * @param side Which application it describes.
 * @throws {DocumentProblem} that says where it is wrong.
 */
export function loadDocument(path: string, root: string, side: Side): Contract {
  const problem = packagesProblem('A contract', ['yaml', 'ajv']); // optional peers, needed by those alone who have a document
  if (problem !== undefined) throw new UsageError(problem);
  const file = realPath(path, root);
  const documents = new Documents(file, realPath(root, root));
  const document = Located.open(documents, file);
  refuseMisspeltField(document, 'document');
  const version = versionOf(document);
  const channels = (version === 2 ? channelsOfVersion2 : channelsOfVersion3)(document, side, new JsonSchemas());
  if (channels.length === 0) throw document.problem('has no channels');
  return new Contract(document.file.name, channels, documents.files);
}

function realPath(path: string, root: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new DocumentProblem(shownPath(path, root), undefined, `cannot be read: ${said(error)}`);
    }
    throw new UsageError(`There is no ${oneLine(shownPath(path, root))} in ${oneLine(root)}.${nearestFile(path)}`);
  }
}

/** Which file of its folder a misspelt path may mean. */
function nearestFile(path: string): string {
  let files: string[];
  try {
    files = readdirSync(dirname(path));
  } catch {
    return '';
  }
  const nearest = nearestName(basename(path), files);
  return nearest === undefined ? '' : ` Did you mean ${oneLine(nearest)}?`;
}

function versionOf(document: Located): 2 | 3 {
  const version = document.get('asyncapi');
  if (!version) throw document.problem("is not a document of AsyncAPI: it has no field 'asyncapi' with the version");
  const [, major] = /^(2|3)\.\d+\.\d+$/.exec(String(version.value)) ?? [];
  if (major === undefined) {
    throw version.problem(`is ${show(version.value)}: the versions that are understood are 2.x.x and 3.x.x`);
  }
  return major === '2' ? 2 : 3;
}
