import type { Realm } from '../src/realm';
import type { Scope } from '../src/scope';
import { errorAt } from '../src/site';
import type { Test } from './circus';
import { framesOf } from './stand-in';
import { unreadIn } from './unread';

/** Whether Jest knows of an error already, or has yet to count one: Jest 30 keeps unhandled rejections apart. */
export function hasFailed({ errors, ...test }: Test): boolean {
  const { unhandledRejectionErrorByPromise: apart } = test as {
    unhandledRejectionErrorByPromise?: ReadonlyMap<unknown, unknown>;
  };
  return errors.length > 0 || (apart?.size ?? 0) > 0;
}

/** The error of a standing rule that was broken. */
export function breachIn(scopes: readonly Scope[], realm: Realm): Error | undefined {
  const breach = scopes.find((scope) => scope.breach)?.breach;
  return breach && errorAt(realm, breach.site, `${breach.sentence.replace(/\.$/, '')}.`);
}

/** The errors of what was begun and nobody awaited. It is told once. */
export function forgottenIn(scopes: readonly Scope[], realm: Realm): Error[] {
  const unawaited = scopes.flatMap((scope) => scope.unawaited.take());
  const unfinished = scopes.flatMap((scope) => scope.unfinished.take());
  if (unawaited.length === 0) return unfinished.map(({ site, sentence }) => errorAt(realm, site, sentence()));
  return unawaited.map(({ name, site }) => {
    const advice = name.endsWith(')') ? `Write await in front of it: await ${name}.` : 'Write await in front of it.';
    return errorAt(realm, site, `${name} was not awaited, so nothing waited for its outcome. ${advice}`);
  });
}

/** The errors of what was begun when its test was over. It is told once. */
export function straysIn(strays: readonly (Scope['strays'] | undefined)[], realm: Realm): Error[] {
  return strays.flatMap((some) => some?.take() ?? []).map(({ site, sentence }) => errorAt(realm, site, sentence()));
}

/** The error of a test that has not read all. */
export function unreadLeft(scopes: readonly Scope[], realm: Realm, { asyncError }: Test): Error | undefined {
  const left = unreadIn(scopes);
  return left === undefined ? undefined : errorAt(realm, { frames: framesOf(asyncError?.stack) }, left);
}
