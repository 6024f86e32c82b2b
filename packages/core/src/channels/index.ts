// The server door of channels: the numbers of a company, and what the process that holds their sockets reports.

// the verbs of the process that holds a number's socket
export { claimChannels } from './claim-channels.ts';
export { claimNumber } from './claim-number.ts';
export { commitKeys, type KeyUpdate, type StagedPart } from './commit-keys.ts';
export { commitReceived } from './commit-received.ts';
export { connectChannel } from './connect-channel.ts';
export { createChannel } from './create-channel.ts';
export { disconnectChannel } from './disconnect-channel.ts';
export { dropStaged } from './drop-staged.ts';
export { forgetChannel } from './forget-channel.ts';
export { forgetSession } from './forget-session.ts';
export { hasReceived } from './has-received.ts';
export { listChannels } from './list-channels.ts';
export { listConnections } from './list-connections.ts';
export { type HeldChannel, loadChannel } from './load-channel.ts';
export { loadCredential } from './load-credential.ts';
export { loadKeys } from './load-keys.ts';
export { loadStaged, type StagedRow } from './load-staged.ts';
export { releaseChannel } from './release-channel.ts';
export { type RenewedLease, renewLeases } from './renew-leases.ts';
export { type ChannelReport, reportChannelState } from './report-channel-state.ts';
