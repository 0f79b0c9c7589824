import { beginning } from './words';

/** The path of a file. Where there is no room for all of it, its folder is cut, and not its name. */
export function FilePath({ path }: { path: string }) {
  const at = path.lastIndexOf('/') + 1;
  return (
    <span class="long-name path">
      {at > 0 && <span class="around">{beginning(path.slice(0, at), 200)}</span>}
      <span class="own">{beginning(path.slice(at), 200)}</span>
    </span>
  );
}

/** The name of a test, behind the names of what it is in. Where there is no room for all of it, those are cut first. */
export function TestName({ around, name }: { around: readonly string[]; name: string }) {
  return (
    <span class="long-name">
      {around.length > 0 && (
        <>
          <span class="around">{around.map((title) => beginning(title, 100)).join(' › ')}</span>
          <span class="between"> › </span>
        </>
      )}
      <span class="own">{beginning(name, 300)}</span>
    </span>
  );
}
