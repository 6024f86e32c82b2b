/** Every right in the product, resource by resource. A verb names one; a role is a subset. */
const statement = {
  workspace: ['read', 'update'],
  members: ['read'],
  channels: ['read', 'connect'],
  contacts: ['read', 'write'],
  conversations: ['read', 'write'],
} as const;

export type Permission = {
  [R in keyof typeof statement]: `${R}.${(typeof statement)[R][number]}`;
}[keyof typeof statement];

/** The rights as a flat list. */
export const permissions = Object.entries(statement).flatMap(([resource, actions]) =>
  actions.map((action) => `${resource}.${action}` as Permission),
);

const looking: Permission[] = [
  'workspace.read',
  'members.read',
  'channels.read',
  'contacts.read',
  'conversations.read',
];
const answering: Permission[] = [...looking, 'contacts.write', 'conversations.write'];

const roles = {
  owner: permissions,
  admin: permissions,
  manager: answering,
  agent: answering,
  viewer: looking,
  link_read: ['channels.read', 'contacts.read', 'conversations.read'],
  link_agent: ['channels.read', 'contacts.read', 'contacts.write', 'conversations.read', 'conversations.write'],
  link_admin: answering,
  api: answering,
  system: permissions,
} satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof roles;

/** Whether a role has a right; an unknown role has none. */
export function may(role: string, permission: Permission): boolean {
  return (roles[role as Role] as readonly Permission[] | undefined)?.includes(permission) ?? false;
}

/** The roles that have a right, for tests and for explaining a refusal. */
export const rolesWith = (permission: Permission): Role[] =>
  (Object.keys(roles) as Role[]).filter((role) => may(role, permission));
