import type { Network } from '../protocol/network.ts';
import type { Account } from '../state/people.ts';
import { sendMessage } from './send-message.ts';

export type Burst = {
  accounts: Account[];
  customers: string[];
  /** Messages for each account. */
  count: number;
  /** For each account; none is as fast as it goes. */
  ratePerSecond?: number | undefined;
  tag: string;
};

// sealing never waits for anything, so without a breath now and then nothing would leave before the last message
const BREATH_EVERY = 8;

export type BurstMessage = { id: string; account: string; customer: string; at: number };

/** Customers write in turns to several accounts at once; resolves when the last message is noted. */
export async function sendBurst(network: Network, burst: Burst): Promise<BurstMessage[]> {
  const perAccount = burst.accounts.map(async (account) => {
    const began = network.now();
    const sent: BurstMessage[] = [];
    for (let index = 0; index < burst.count; index++) {
      if (burst.ratePerSecond) await network.pause(began + (index * 1000) / burst.ratePerSecond - network.now());
      else if (index % BREATH_EVERY === 0) await new Promise(setImmediate);
      const customer = burst.customers[index % burst.customers.length] as string;
      const text = `${burst.tag} ${index + 1}`;
      const { id, at } = await sendMessage(network, { account, chat: customer, author: customer, text });
      sent.push({ id, account: account.number, customer, at });
    }
    return sent;
  });
  return (await Promise.all(perAccount)).flat();
}
