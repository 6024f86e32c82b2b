import type { Metadata } from 'next';
import { PricingScreen } from '../../features/plan/pricing-screen.tsx';
import { readOffer } from '../../features/session/read-viewer.ts';
import { OpenFrame } from '../../features/shell/open-frame.tsx';
import { titleOf } from '../../features/shell/title-of.ts';

// the one page that is meant to be found by those who do not know us yet
export const generateMetadata = async (): Promise<Metadata> => ({
  ...(await titleOf((messages) => messages.plan.pricing.title)),
  robots: { index: true },
});

export default async function PricingPage() {
  return (
    <OpenFrame of="pricing">
      <PricingScreen {...(await readOffer())} />
    </OpenFrame>
  );
}
