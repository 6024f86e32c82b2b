import { type ClaimedMail, claimMail, settleMail } from '@recado/core/identity';
import { SIGNUP_CODE_MINUTES } from '@recado/core/identity/contract';
import { renderMail } from '@recado/emails';
import type { House } from './services.ts';

const LOOK_MS = 5_000;

/** Sends what waits in the outbox of mail: on a hint at once, else every few seconds. Several processes share the work. */
export function startMailRelay(house: House): { nudge(): void; stop(): Promise<void> } {
  let stopped = false;
  let wake = () => {};
  const relay = async () => {
    while (!stopped) {
      const nudged = new Promise<void>((resolve) => {
        wake = resolve;
      });
      let found = 0;
      try {
        const mails = await claimMail(house.base, 10);
        found = mails.length;
        for (const mail of mails) await deliver(house, mail);
      } catch (error) {
        house.log.warn({ err: error }, 'the mail outbox could not be read');
      }
      if (found === 0 && !stopped)
        await Promise.race([nudged, new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref())]);
    }
  };
  const running = relay();
  return {
    nudge: () => wake(),
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}

async function deliver(house: House, mail: ClaimedMail): Promise<void> {
  let failure: string | null = null;
  try {
    const rendered = renderMail(mail, {
      product: house.env.RECADO_PRODUCT_NAME,
      publicUrl: house.env.RECADO_PUBLIC_URL,
      codeMinutes: SIGNUP_CODE_MINUTES,
    });
    const host = new URL(house.env.RECADO_PUBLIC_URL).hostname;
    await house.base.ports.mail.send({ to: mail.to, ...rendered, messageId: `<${mail.id}@${host}>` });
  } catch (error) {
    failure = error instanceof Error ? error.message : 'unknown';
    house.log.warn({ mail: mail.id, template: mail.template, attempt: mail.attempts }, 'a mail could not be sent');
  }
  await settleMail(house.base, mail, failure);
}
