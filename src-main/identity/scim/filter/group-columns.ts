import type { Column, Columns } from './columns.ts';

const SINGLE: Readonly<Record<string, Column>> = {
  id: { sql: 'directory_group.id', type: 'exact' },
  externalId: { sql: 'scim_group.external_id', type: 'exact' },
  'meta.resourceType': { sql: "'Group'", type: 'exact' },
  'meta.created': { sql: 'directory_group.created_at', type: 'time' },
  'meta.lastModified': { sql: 'directory_group.updated_at', type: 'time' },
  displayName: { sql: 'directory_group.name', type: 'text', never: 'null' },
};

/** Where the attributes of groups are kept. */
export const GROUP_COLUMNS: Columns = {
  from: 'directory_group LEFT JOIN scim_group ON scim_group.group_id = directory_group.id',
  id: 'directory_group.id',
  order: 'directory_group.created_at, directory_group.id',
  single: ({ name }) => SINGLE[name],
  many: (attribute) =>
    attribute === 'members'
      ? {
          sources: [
            {
              columns: {
                value: { sql: 'member.account_id', type: 'exact' },
                display: { sql: 'account.name', type: 'text' },
              },
              exists: (condition) =>
                `directory_group.id IN (SELECT member.group_id FROM group_member AS member
                  JOIN account ON account.id = member.account_id WHERE ${condition})`,
            },
          ],
        }
      : undefined,
};
