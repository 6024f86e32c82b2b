import { type FixtureTable, guarded, hex, id, LATER } from './fixture-tables.ts';

/** What people prove themselves with beside a password, their picture, what they are invited by, and what slows those down who guess. */
export const WAYS_IN_TABLES: readonly FixtureTable[] = [
  guarded('guard.totp', 'last_step', 'person_id', (c, n) => ({
    person_id: id(c.tag, '3', n),
    sealed_secret: hex('sealed'),
    last_step: n,
    created_at: LATER,
  })),
  guarded('guard.recovery_code', 'used_at', 'id', (c, n) => ({
    id: id(c.tag, 'a', n),
    person_id: c.agentId,
    code_hash: hex(`${c.tag} recovery ${n}`),
    created_at: LATER,
  })),
  guarded('guard.person_photo', 'mime', 'person_id', (c, n) => ({
    person_id: id(c.tag, '3', n),
    ...{
      mime: 'image/png',
      bytes: `\\x${Buffer.from('picture').toString('hex')}`,
      digest: hex('picture'),
      set_at: LATER,
    },
  })),
  guarded('guard.push_subscription', 'created_at', 'id', (c, n) => ({
    id: id(c.tag, '7', n),
    session_id: id(c.tag, '5', n),
    person_id: c.agentId,
    endpoint: `https://web.push.apple.com/${c.tag}${n}`,
    ...{ p256dh: `\\x04${'11'.repeat(64)}`, auth: `\\x${'22'.repeat(16)}`, created_at: LATER },
  })),
  guarded('guard.reset_link', 'used_at', 'id', (c, n) => ({
    id: id(c.tag, 'b', n),
    person_id: c.agentId,
    secret_hash: hex(`${c.tag} reset ${n}`),
    ...{ auth_epoch: 0, created_at: LATER, expires_at: LATER },
  })),
  guarded('guard.own_code', 'tries', 'person_id, purpose', (c, n) => ({
    person_id: id(c.tag, '3', n),
    purpose: 'step-up',
    session_id: id(c.tag, '5', n),
    code_hash: hex('code'),
    sent_at: LATER,
    expires_at: LATER,
  })),
  guarded('guard.email_undo', 'used_at', 'id', (c, n) => ({
    id: id(c.tag, 'c', n),
    person_id: c.agentId,
    secret_hash: hex(`${c.tag} undo ${n}`),
    ...{ email: `${c.tag}${n}@former.test`, email_key: `${c.tag}${n}@former.test` },
    ...{ changed_at: LATER, expires_at: LATER },
  })),
  guarded('guard.invitation', 'role', 'id', (c, n) => ({
    id: id(c.tag, 'd', n),
    workspace_id: c.workspaceId,
    ...{ email: `${c.tag}${n}@recado.test`, email_key: `${c.tag}${n}@recado.test`, role: 'agent' },
    secret_hash: hex(`${c.tag} invitation ${n}`),
    ...{ invited_by: c.agentId, created_at: LATER, expires_at: LATER, sent_at: LATER },
  })),
  guarded('guard.login_failure', 'key', '', (c, n) => ({ key: hex(`${c.tag} failure ${n}`), at: LATER })),
  guarded('guard.brake', 'failures', 'key', (c, n) => ({
    key: hex(`${c.tag} bucket ${n}`),
    failures: [],
    expires_at: LATER,
  })),
  guarded('guard.spent_challenge', 'expires_at', 'challenge', (c, n) => ({
    challenge: hex(`${c.tag} bucket ${n}`),
    expires_at: LATER,
  })),
  guarded('guard.rate', 'used', 'key', (c, n) => ({ key: hex(`${c.tag} bucket ${n}`), used: 1, resets_at: LATER })),
  guarded('guard.federated_identity', 'email', 'id', (c, n) => ({
    ...{ id: id(c.tag, 'e', n), person_id: c.agentId, provider: 'google', issuer: 'https://issuer.test' },
    ...{ subject: `${c.tag} subject ${n}`, linked_at: LATER },
  })),
  guarded('guard.federation', 'provider', 'secret_hash', (c, n) => ({
    ...{ secret_hash: hex(`${c.tag} federation ${n}`), device_hash: hex('device'), state_hash: hex('state') },
    ...{ provider: 'google', sealed: hex('sealed'), expires_at: LATER },
  })),
  guarded('guard.federated_claim', 'name', 'secret_hash', (c, n) => ({
    ...{ secret_hash: hex(`${c.tag} claim ${n}`), device_hash: hex('device'), provider: 'google' },
    ...{ issuer: 'https://issuer.test', subject: `${c.tag} claimed ${n}`, is_mailbox_proven: false, expires_at: LATER },
  })),
  guarded('guard.passkey', 'name', 'id', (c, n) => ({
    ...{ id: id(c.tag, 'f', n), person_id: c.agentId, credential_id: hex(`${c.tag} key ${n}`), public_key: hex('key') },
    ...{ sign_count: 0, transports: ['usb'], name: 'Key', is_synced: false, created_at: LATER },
  })),
  guarded('guard.passkey_challenge', 'device_hash', 'challenge_hash', (c, n) => ({
    ...{ challenge_hash: hex(`${c.tag} challenge ${n}`), device_hash: hex('device'), expires_at: LATER },
  })),
];
