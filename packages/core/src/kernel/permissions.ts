/**
 * Every right in the product, resource by resource. A verb names one; a role is a subset. What ends in `.read` or `.readAll` only looks;
 * the database tells looking from writing by that ending.
 */
const statement = {
  /** `create`, `transfer` and `delete` are about the account that the workspace belongs to: an owner's alone, as is `security.update`. */
  workspace: ['read', 'update', 'create', 'archive', 'transfer', 'delete'],
  /** `update` is whom the plan's policies bind: second factors, idle ends, the list of addresses. */
  security: ['read', 'update'],
  members: ['read', 'invite', 'update', 'remove'],
  teams: ['write'],
  /** The vocabulary of labels: making, renaming, deleting. Putting them on goes with writing what they are put on. */
  tags: ['write'],
  roles: ['write'],
  links: ['read', 'write'],
  audit: ['read', 'export'],
  /** Taking the company's data away; asks for a fresh proof, whatever the role. */
  data: ['export'],
  channels: ['read', 'connect'],
  /** `merge` makes two contacts one, and back. */
  contacts: ['read', 'write', 'merge'],
  /** `readAll` sees every conversation, whatever the workspace's visibility; without it that setting decides. */
  conversations: ['read', 'readAll', 'write', 'assign'],
} as const;

export type Permission = {
  [R in keyof typeof statement]: `${R}.${(typeof statement)[R][number]}`;
}[keyof typeof statement];

/** The rights as a flat list. */
export const permissions = Object.entries(statement).flatMap(([resource, actions]) =>
  actions.map((action) => `${resource}.${action}` as Permission),
);

const seeing: Permission[] = ['workspace.read', 'members.read', 'channels.read', 'contacts.read', 'conversations.read'];
const answering: Permission[] = [...seeing, 'contacts.write', 'conversations.write'];
const leading: Permission[] = [
  ...answering,
  'conversations.readAll',
  'conversations.assign',
  'teams.write',
  'tags.write',
  'contacts.merge',
];
const owning: readonly Permission[] = ['workspace.create', 'workspace.transfer', 'workspace.delete', 'security.update'];

/** What a role of the company's own may have: all but what is an owner's alone, because the guard asks owners for it and nobody else. */
export const givable: readonly Permission[] = permissions.filter((each) => !owning.includes(each));

const visiting: Permission[] = [
  'workspace.read',
  'channels.read',
  'contacts.read',
  'conversations.read',
  'conversations.readAll',
];
const visitingAgent: Permission[] = [...visiting, 'contacts.write', 'conversations.write'];

const roles = {
  owner: permissions,
  admin: givable,
  manager: leading,
  agent: answering,
  viewer: [...seeing, 'conversations.readAll'],
  link_read: visiting,
  link_agent: visitingAgent,
  link_admin: [...visitingAgent, 'workspace.update'],
  api: [...answering, 'conversations.readAll'],
  system: permissions,
} satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof roles;

/** The roles that people have by name, the mightiest first; `custom` stands for one that the company made. */
export const memberRoles = ['owner', 'admin', 'manager', 'agent', 'viewer'] as const;
export type MemberRole = (typeof memberRoles)[number] | 'custom';

/** What a role may; a custom role brings its own list, of which it has what it may be given; an unknown one may nothing. */
export const rightsOf = (role: string, own: readonly string[] | null = null): readonly Permission[] =>
  role === 'custom'
    ? givable.filter((each) => own?.includes(each))
    : ((roles[role as Role] as readonly Permission[] | undefined) ?? []);

/** Whether a role has a right. `own` is the list of a custom role. */
export const may = (role: string, permission: Permission, own: readonly string[] | null = null): boolean =>
  rightsOf(role, own).includes(permission);

/** The roles that have a right, for tests and for explaining a refusal. */
export const rolesWith = (permission: Permission): Role[] =>
  (Object.keys(roles) as Role[]).filter((role) => may(role, permission));

/** Whether somebody may give away (or take) all that a role may: nobody grants above themselves. */
export const mayGrant = (own: readonly Permission[], granted: readonly Permission[]): boolean =>
  granted.every((each) => own.includes(each));
