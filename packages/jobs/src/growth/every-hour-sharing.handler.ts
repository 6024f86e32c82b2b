import { listSharingDue, settleSharing, weighSharing } from '@recado/core/growth';
import { giveUp } from '../define-job.ts';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** People of one step. */
const PAGE = 100;

/** Looks at the logins of accounts for one person for what speaks for several, a page in each step. A step that dies repeats its page. */
export async function weighEverybody({
  steps,
  services,
  log,
}: CronContext): Promise<{ people: number; converted: number }> {
  let [people, failed] = [0, 0];
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: { weighed: number; failed: number; last: string | null } = await steps.run(
      `after-${from ?? 'start'}`,
      async () => {
        const due = await listSharingDue(services, from, PAGE);
        let failures = 0;
        for (const person of due)
          await weighSharing(services, services.networks, person).catch((error) => {
            failures += 1;
            log.error({ err: error, personId: person.personId }, 'a login could not be weighed');
          });
        return {
          weighed: due.length,
          failed: failures,
          last: due.length === PAGE ? (due.at(-1)?.personId ?? null) : null,
        };
      },
    );
    people += page.weighed;
    failed += page.failed;
    after = page.last;
  } while (after !== null);
  const { converted } = await steps.run('settle', () => settleSharing(services));
  if (failed > 0) throw giveUp(`${failed} of ${people} logins could not be weighed; the log says why`);
  return { people, converted };
}
