import type { JsonObject } from '../../../src-main/contract/json.ts';
import { ENTERPRISE, GROUP, PATCH, USER } from '../../integration/scim/support.ts';
import type { GroupChange, Request, UserChange, UserSaid } from './directory-model.ts';

/** A request as it goes over the wire. */
export interface Written {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body: JsonObject | undefined;
}

export function writtenRequest(request: Request): Written {
  switch (request.kind) {
    case 'create-user':
      return { method: 'POST', path: '/Users', body: user(request.said) };
    case 'replace-user':
      return { method: 'PUT', path: `/Users/${request.id}`, body: user(request.said) };
    case 'patch-user':
      return patch(`/Users/${request.id}`, request.changes.map(userOperation));
    case 'create-group':
      return { method: 'POST', path: '/Groups', body: group(request) };
    case 'replace-group':
      return { method: 'PUT', path: `/Groups/${request.id}`, body: group(request) };
    case 'patch-group':
      return patch(`/Groups/${request.id}`, request.changes.map(groupOperation));
    case 'delete-user':
      return { method: 'DELETE', path: `/Users/${request.id}`, body: undefined };
    case 'delete-group':
      return { method: 'DELETE', path: `/Groups/${request.id}`, body: undefined };
  }
}

const patch = (path: string, Operations: JsonObject[]): Written => ({
  method: 'PATCH',
  path,
  body: { schemas: [PATCH], Operations },
});

const user = ({ userName, title, externalId, active, emails, manager }: UserSaid): JsonObject => ({
  schemas: [USER, ENTERPRISE],
  userName,
  title,
  externalId,
  ...(active === null ? {} : { active }),
  emails: emails.map((email, index) => (index === 0 ? { ...email, primary: true } : email)),
  ...(manager === null ? {} : { [ENTERPRISE]: { manager: { value: manager } } }),
});

const group = ({ displayName, members }: { displayName: string; members: string[] }): JsonObject => ({
  schemas: [GROUP],
  displayName,
  members: members.map((value) => ({ value })),
});

function userOperation(change: UserChange): JsonObject {
  switch (change.kind) {
    case 'title':
      return { op: 'replace', path: 'title', value: change.value };
    case 'externalId':
      return { op: 'Add', value: { externalId: change.value } };
    case 'no-title':
      return { op: 'remove', path: `${USER}:TITLE` };
    case 'no-externalId':
      return { op: 'Remove', path: 'externalId' };
    case 'no-userName':
      return { op: 'remove', path: 'userName' };
    case 'id':
      return { op: 'replace', path: 'id', value: 'another' };
    case 'active':
      return {
        op: 'Replace',
        path: 'active',
        value: change.asText ? (change.value ? 'True' : 'False') : change.value,
      };
    case 'userName':
      return { op: 'replace', value: { userName: change.value } };
    case 'add-email':
      return { op: 'add', path: 'emails', value: [{ value: change.value, type: change.type }] };
    case 'no-email':
      return { op: 'remove', path: `emails[value eq ${JSON.stringify(change.value)}]` };
  }
}

function groupOperation(change: GroupChange): JsonObject {
  switch (change.kind) {
    case 'add':
    case 'remove':
    case 'replace':
      return { op: change.kind, path: 'members', value: change.members.map((value) => ({ value })) };
    case 'remove-one':
      return { op: 'remove', path: `members[value eq ${JSON.stringify(change.member)}]` };
    case 'clear':
      return { op: 'remove', path: 'members' };
    case 'no-displayName':
      return { op: 'remove', path: 'displayName' };
    case 'displayName':
      return { op: 'Replace', path: 'displayName', value: change.value };
  }
}
