import type { Expected } from '../expectations/expected';
import type { ReceivedMessage } from '../log/transcript';
import type { CapturedValues } from './captured-values';
import { ExpectedMessages, type Understand } from './expected-messages';
import type { Dependency, Plan, Planned, Status } from './planned';
import { UserProgress } from './user-progress';

/** What became of a message: the step that it met; `'passed'` over; `'held'` until it can be judged; `'wrong'` in the order. */
type Offered = Planned | 'passed' | 'held' | 'wrong';

/**
 * How far the steps of scenarios that run together have got. It decides only by the order of each user's messages, without
 * sockets and clocks.
 */
export class Progress {
  readonly statuses: Status[];
  /** The messages that met expectations, by the ids of the expectations. */
  readonly messages: (ReceivedMessage | undefined)[] = [];
  readonly #plan: Plan;
  readonly #users: UserProgress[];
  readonly #expected: ExpectedMessages;
  /** The number of the message after which an expectation begins to look; undefined until that is known. */
  readonly #openedAt: (number | undefined)[] = [];
  readonly #choices = new Map<number, number>();
  /** Expectations that are met but not done, and other steps that have not begun. */
  #pending: Planned[];
  #left: number;

  constructor(plan: Plan, understand: Understand) {
    this.#plan = plan;
    this.statuses = plan.steps.map(() => 'waiting');
    this.#expected = new ExpectedMessages(plan, this.statuses, understand);
    this.#pending = plan.steps.filter(({ step }) => step.kind !== 'expect');
    this.#left = plan.steps.length;
    this.#users = plan.names.map(
      (_, who) => new UserProgress(plan.steps.filter((one) => one.who === who && one.step.kind === 'expect')),
    );
    for (const user of this.#users) this.#open(user);
  }

  get captured(): CapturedValues {
    return this.#expected.captured;
  }

  /** Whether all steps are done or left out. */
  get over(): boolean {
    return this.#left === 0;
  }

  /** Whether all steps of one scenario are done or left out. */
  isComplete(who: number): boolean {
    return this.#plan.steps.every((one) => one.who !== who || ['done', 'left out'].includes(this.statuses[one.id] as Status));
  }

  /** Whether the messages of a scenario are still looked at. */
  listens(who: number): boolean {
    return (this.#users[who]?.open.length ?? 0) > 0;
  }

  /** The expected message of a step; undefined as long as that is not known. */
  expected(id: number): Expected | undefined {
    return this.#expected.of(id);
  }

  /** The messages that met expectations, in the order in which they did. */
  taken(who: number): readonly ReceivedMessage[] {
    return this.#users[who]?.taken ?? [];
  }

  /**
   * Makes the expected messages of a scenario that can be made by now: at the beginning, and when something was captured or a
   * branch was taken.
   * @throws {UsageError} when one can never match.
   */
  understand(who: number): void {
    for (const planned of (this.#users[who] as UserProgress).open) this.#expected.make(planned);
  }

  /** The expected messages of a scenario that are known and have not come. */
  known(who: number): Expected[] {
    return (this.#users[who] as UserProgress).open.flatMap(({ id }) => this.#expected.of(id) ?? []);
  }

  /** The messages that a scenario would take now. */
  lacks(who: number): Expected[] {
    const { open } = this.#users[who] as UserProgress;
    return open.filter(({ id }) => this.#openedAt[id] !== undefined).flatMap(({ id }) => this.#expected.of(id) ?? []);
  }

  /** Whether the next message of a scenario must be one that it expects. */
  isStrict(who: number): boolean {
    if (this.#plan.orders[who] !== 'exact' || !this.listens(who)) return false;
    const { open } = this.#users[who] as UserProgress;
    return open.every(({ id }) => this.#openedAt[id] === undefined || this.#expected.of(id) !== undefined);
  }

  /** Offers a message that has come. Throws what a predicate throws. */
  offer(who: number, message: ReceivedMessage): Offered {
    const user = this.#users[who] as UserProgress;
    user.received = message.number;
    const offered = user.held.length > 0 ? 'held' : this.#judge(who, user, message);
    if (offered === 'held') user.held.push(message);
    if (offered === 'passed') this.#pass(who, user, message);
    return offered;
  }

  /** Offers messages that were passed over or held to expectations that know by now what they expect. */
  lookBack(
    who: number,
  ): { readonly planned: Planned; readonly message: ReceivedMessage } | { readonly wrong: ReceivedMessage } | undefined {
    const user = this.#users[who] as UserProgress;
    for (const [index, message] of user.untaken.entries()) {
      const offered = this.#judge(who, user, message);
      if (offered === 'held') {
        user.held.unshift(...user.untaken.splice(index));
        return undefined;
      }
      if (typeof offered === 'string') continue;
      user.untaken.splice(index, 1);
      return { planned: offered, message };
    }
    for (let message = user.held[0]; message; message = user.held[0]) {
      const offered = this.#judge(who, user, message);
      if (offered === 'held') return undefined;
      if (offered === 'wrong') return { wrong: message };
      user.held.shift();
      if (offered !== 'passed') return { planned: offered, message };
      this.#pass(who, user, message);
    }
    if (!this.#mayLookBack(user)) user.untaken = [];
    return undefined;
  }

  #pass(who: number, user: UserProgress, message: ReceivedMessage): void {
    if (!this.#isOrdered(who) && this.#mayLookBack(user)) user.untaken.push(message);
  }

  /** The first message of a scenario that cannot be judged yet: those behind it wait for it. */
  held(who: number): ReceivedMessage | undefined {
    return (this.#users[who] as UserProgress).held[0];
  }

  /** A step other than an expectation is done. */
  finish(id: number): void {
    this.#settle(id, 'done');
  }

  /** The next step that can begin now. Expectations that are met and wait for nothing more become done by this. */
  next(): Planned | undefined {
    for (;;) {
      const planned = this.#pending.find(({ needs }) => this.#areMet(needs));
      if (!planned) return undefined;
      this.#pending = this.#pending.filter((other) => other !== planned);
      if (planned.step.kind !== 'expect') {
        this.statuses[planned.id] = 'begun';
        return planned;
      }
      this.#settle(planned.id, 'done');
    }
  }

  /** A step that can never be done, since it waits for one that was left out. */
  get impossible(): { readonly planned: Planned; readonly need: Dependency } | undefined {
    if (this.#choices.size === 0) return undefined;
    for (const planned of this.#plan.steps) {
      if (!['waiting', 'met'].includes(this.statuses[planned.id] as Status)) continue;
      const need = [...planned.needs, ...planned.opens].find(
        ({ ids, label, captured }) => (label ?? captured) !== undefined && ids.every((id) => this.statuses[id] === 'left out'),
      );
      if (need) return { planned, need };
    }
    return undefined;
  }

  #isOrdered(who: number): boolean {
    return this.#plan.orders[who] !== 'any';
  }

  #judge(who: number, user: UserProgress, message: ReceivedMessage): Offered {
    const before = user.last;
    user.last = message.number;
    const offered = this.#offerTo(who, user, message);
    // a message that is judged again does not move the last one back
    user.last = offered === 'held' ? before : Math.max(before, message.number);
    return offered;
  }

  #offerTo(who: number, user: UserProgress, message: ReceivedMessage): Offered {
    const ordered = this.#isOrdered(who);
    for (const planned of user.open) {
      if (!this.#looksAt(planned, message)) continue;
      const expected = this.#expected.of(planned.id);
      if (expected === undefined) {
        if (ordered || this.#expected.mayBe(planned, message)) return 'held';
        continue;
      }
      if (!expected.matches(message)) continue;
      this.#meet(user, planned, message);
      return planned;
    }
    return this.#plan.orders[who] === 'exact' && user.open.length > 0 ? 'wrong' : 'passed';
  }

  #looksAt({ id }: Planned, { number }: ReceivedMessage): boolean {
    const from = this.#openedAt[id];
    return from !== undefined && number > from;
  }

  #meet(user: UserProgress, planned: Planned, message: ReceivedMessage): void {
    user.open.splice(user.open.indexOf(planned), 1);
    user.taken.push(message);
    this.messages[planned.id] = message;
    this.statuses[planned.id] = 'met';
    this.#decide(planned);
    this.#pending.push(planned);
    this.#open(user);
  }

  /** The first expectation that is met in a branch leaves out the others. */
  #decide({ branch }: Planned): void {
    for (const { of, branch: taken } of branch) {
      if (this.#choices.has(of)) continue;
      this.#choices.set(of, taken);
      const others = this.#plan.steps.filter((one) => one.branch.some((choice) => choice.of === of && choice.branch !== taken));
      for (const { id, who } of others) {
        const { open } = this.#users[who] as UserProgress;
        const index = open.findIndex((one) => one.id === id);
        if (index !== -1) open.splice(index, 1);
        this.#settle(id, 'left out');
      }
      this.#pending = this.#pending.filter(({ id }) => this.statuses[id] !== 'left out');
    }
  }

  #settle(id: number, status: 'done' | 'left out'): void {
    if (this.statuses[id] === 'done' || this.statuses[id] === 'left out') return;
    this.statuses[id] = status;
    this.#left--;
    const user = this.#users[(this.#plan.steps[id] as Planned).who] as UserProgress;
    this.#open(user, status === 'done' ? user.received : user.last);
  }

  /**
   * Opens expectations whose turn has come.
   * @param from The number of the message behind which they look.
   */
  #open(user: UserProgress, from = user.last): void {
    for (const { id, opens } of user.open) {
      if (this.#openedAt[id] !== undefined) continue;
      if (opens.length === 0) this.#openedAt[id] = 0;
      else if (this.#areMetOrMoreOver(opens)) this.#openedAt[id] = from;
    }
  }

  #areMet(needs: readonly Dependency[]): boolean {
    return needs.every(({ ids, label, captured }) => {
      let done = 0;
      for (const id of ids) {
        if (this.statuses[id] === 'done') done++;
        else if (this.statuses[id] !== 'left out') return false;
      }
      return (label ?? captured) === undefined || done > 0;
    });
  }

  /** An expectation opens as soon as the one before it is met, even if that still waits for something before it is done. */
  #areMetOrMoreOver(needs: readonly Dependency[]): boolean {
    return needs.every(({ ids }) => ids.every((id) => this.statuses[id] !== 'waiting' && this.statuses[id] !== 'begun'));
  }

  #mayLookBack(user: UserProgress): boolean {
    return user.open.some(({ id }) => this.#expected.of(id) === undefined);
  }
}
