import { z } from 'zod';
import { billingErrors, billingEvents } from './contract.ts';
import { sellingVerb } from './store.ts';

/** The provider's page for cards, invoices and tax ids. Throws billing.notFound for whoever never bought. */
export const openPortal = sellingVerb({
  input: z.object({ request: z.uuid() }),
  async run({ ctx, till: { provider, publicUrl }, facts, record }, { request }): Promise<{ url: string }> {
    if (!facts.customer) throw billingErrors.notFound();
    await record(billingEvents.portalOpened, {});
    return await provider.portal(
      {
        ...{ customer: facts.customer, language: ctx.locale === 'en' ? 'en' : 'es' },
        returnUrl: `${publicUrl}/settings/plan?paid=1`,
      },
      request,
    );
  },
});
