// The server door of channels: the numbers of a company, and what the process that holds their sockets reports.
export { connectChannel } from './connect-channel.ts';
export { createChannel } from './create-channel.ts';
export { disconnectChannel } from './disconnect-channel.ts';
export { listChannels } from './list-channels.ts';
