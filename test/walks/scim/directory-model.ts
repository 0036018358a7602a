/** A user as the model of the directory knows her. */
export interface ModelUser {
  id: string;
  userName: string;
  /** What the client never says: it follows the userName of the last PUT or POST. */
  displayName: string;
  title: string | undefined;
  externalId: string | undefined;
  active: boolean;
  /** In order; the first is the primary one. */
  emails: { value: string; type: string }[];
  manager: string | undefined;
}

export interface ModelGroup {
  id: string;
  displayName: string;
  members: Set<string>;
}

/** What a request says of a user. Null: nothing. `R`: how it refers to somebody. */
export interface UserSaid<R = string> {
  userName: string;
  title: string | null;
  externalId: string | null;
  active: boolean | null;
  emails: { value: string; type: string }[];
  manager: R | null;
}

export type UserChange =
  | { kind: 'title' | 'externalId'; value: string }
  | { kind: 'no-title' | 'no-externalId' | 'no-userName' | 'id' }
  | { kind: 'active'; value: boolean; asText: boolean }
  | { kind: 'userName'; value: string }
  | { kind: 'add-email'; value: string; type: string }
  | { kind: 'no-email'; value: string };

export type GroupChange<R = string> =
  | { kind: 'add' | 'remove' | 'replace'; members: R[] }
  | { kind: 'remove-one'; member: R }
  | { kind: 'clear' | 'no-displayName' }
  | { kind: 'displayName'; value: string };

/** A request with everything that it refers to put in. */
export type Request =
  | { kind: 'create-user'; said: UserSaid }
  | { kind: 'replace-user'; id: string; said: UserSaid }
  | { kind: 'patch-user'; id: string; changes: UserChange[] }
  | { kind: 'create-group'; displayName: string; members: string[] }
  | { kind: 'replace-group'; id: string; displayName: string; members: string[] }
  | { kind: 'patch-group'; id: string; changes: GroupChange[] }
  | { kind: 'delete-user' | 'delete-group'; id: string };

/** Text without letter case: that of ASCII has none here. */
export const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The directory as the standard has it, without a database: what each request is answered, and what it changes. */
export class DirectoryModel {
  readonly users = new Map<string, ModelUser>();
  readonly groups = new Map<string, ModelGroup>();
  /** People of the world, who may be members and managers, and are never changed themselves. */
  readonly others: readonly string[];

  constructor(others: readonly string[]) {
    this.others = others;
  }

  /** The status of the answer. `id` is that of a resource which is made. A refused request changes nothing. */
  answer(request: Request, fits: boolean, id: () => string): number {
    switch (request.kind) {
      case 'create-user':
        return this.#createUser(request.said, id);
      case 'replace-user':
        return this.#onUser(request.id, fits, (user) => this.#said(request.said, user));
      case 'patch-user': {
        const user = this.users.get(request.id);
        // What the operations say is looked at before the version.
        if (user && !this.#changed(user, request.changes)) return 400;
        return this.#onUser(request.id, fits, (known) => this.#changed(known, request.changes) ?? 400);
      }
      case 'create-group':
        return this.#createGroup(request.displayName, request.members, id);
      case 'replace-group':
        return this.#onGroup(request.id, fits, (group) =>
          this.#grouped({ ...group, displayName: request.displayName, members: new Set(request.members) }),
        );
      case 'patch-group':
        return this.#onGroup(request.id, fits, (group) => {
          const changed = changedGroup(group, request.changes);
          return changed ? this.#grouped(changed) : 400;
        });
      case 'delete-user':
        return this.#onUser(request.id, fits, () => {
          this.users.delete(request.id);
          for (const group of this.groups.values()) group.members.delete(request.id);
          return 204;
        });
      case 'delete-group':
        return this.#onGroup(request.id, fits, () => {
          this.groups.delete(request.id);
          return 204;
        });
    }
  }

  exists(id: string): boolean {
    return this.users.has(id) || this.others.includes(id);
  }

  #createUser(said: UserSaid, id: () => string): number {
    const fresh = { id: '', active: true } as ModelUser;
    const made = this.#said(said, fresh);
    if (typeof made === 'number') return made;
    const whole = { ...made, id: id() };
    this.users.set(whole.id, whole);
    return 201;
  }

  #createGroup(displayName: string, members: readonly string[], id: () => string): number {
    const made = this.#grouped({ id: '', displayName, members: new Set(members) });
    if (typeof made === 'number') return made;
    const whole = { ...made, id: id() };
    this.groups.set(whole.id, whole);
    return 201;
  }

  #said(said: UserSaid, before: ModelUser): ModelUser | number {
    if (this.#nameTaken(said.userName, before.id)) return 409;
    if (said.manager !== null && said.manager !== before.manager && !this.exists(said.manager)) return 400;
    return {
      id: before.id,
      userName: said.userName,
      displayName: said.userName,
      title: said.title || undefined,
      externalId: said.externalId || undefined,
      active: said.active ?? before.active,
      emails: said.emails,
      manager: said.manager ?? undefined,
    };
  }

  /** Undefined: an operation is refused. */
  #changed(before: ModelUser, changes: readonly UserChange[]): ModelUser | number | undefined {
    const user = { ...before, emails: [...before.emails] };
    for (const change of changes) if (!applied(user, change)) return undefined;
    if (this.#nameTaken(user.userName, user.id)) return 409;
    return user;
  }

  #onUser(id: string, fits: boolean, change: (user: ModelUser) => ModelUser | number): number {
    const user = this.users.get(id);
    if (!user) return 404;
    if (!fits) return 412;
    const changed = change(user);
    if (typeof changed === 'number') return changed;
    this.users.set(id, changed);
    return 200;
  }

  #onGroup(id: string, fits: boolean, change: (group: ModelGroup) => ModelGroup | number): number {
    const group = this.groups.get(id);
    if (!group) return 404;
    if (!fits) return 412;
    const changed = change(group);
    if (typeof changed === 'number') return changed;
    this.groups.set(id, changed);
    return 200;
  }

  #grouped(group: ModelGroup): ModelGroup | number {
    for (const other of this.groups.values())
      if (other.id !== group.id && folded(other.displayName) === folded(group.displayName)) return 409;
    return [...group.members].every((id) => this.exists(id)) ? group : 400;
  }

  #nameTaken(userName: string, id: string): boolean {
    return [...this.users.values()].some(
      (other) => other.id !== id && folded(other.userName) === folded(userName),
    );
  }
}

function applied(user: ModelUser, change: UserChange): boolean {
  switch (change.kind) {
    case 'title':
    case 'externalId':
      user[change.kind] = change.value || undefined;
      return true;
    case 'no-title':
      user.title = undefined;
      return true;
    case 'no-externalId':
      user.externalId = undefined;
      return true;
    case 'active':
      user.active = change.value;
      return true;
    case 'userName':
      user.userName = change.value;
      return true;
    case 'add-email':
      if (!user.emails.some(({ value, type }) => value === change.value && type === change.type))
        user.emails.push({ value: change.value, type: change.type });
      return true;
    case 'no-email': {
      const left = user.emails.filter(({ value }) => folded(value) !== folded(change.value));
      if (left.length === user.emails.length) return false;
      user.emails = left;
      return true;
    }
    default:
      return false;
  }
}

function changedGroup(before: ModelGroup, changes: readonly GroupChange[]): ModelGroup | undefined {
  const group = { ...before, members: new Set(before.members) };
  for (const change of changes) {
    switch (change.kind) {
      case 'add':
        for (const id of change.members) group.members.add(id);
        break;
      case 'remove':
        for (const id of change.members) group.members.delete(id);
        break;
      case 'remove-one':
        group.members.delete(change.member);
        break;
      case 'replace':
        group.members = new Set(change.members);
        break;
      case 'clear':
        group.members = new Set();
        break;
      case 'displayName':
        group.displayName = change.value;
        break;
      default:
        return undefined;
    }
  }
  return group;
}
