import {
  callOffDescent,
  cancelSubscription,
  goDown,
  listChoices,
  lookAgain,
  openPortal,
  previewSeats,
  previewUpgrade,
  readBilling,
  readTaxDetails,
  resumeSubscription,
  saveTaxDetails,
  setSeats,
  startCheckout,
  upgradePlan,
} from '@recado/core/billing';
import { reading, readingOfTill, router, selling } from '../procedures.ts';

/** How an account pays for its plan; for its owners. */
export const billingRouter = router({
  read: readingOfTill(readBilling),
  tax: reading(readTaxDetails),
  saveTax: selling(saveTaxDetails),
  choices: readingOfTill(listChoices),
  goDown: selling(goDown, 'sensitive'),
  callOffDescent: selling(callOffDescent),
  lookAgain: selling(lookAgain, 'asking'),
  startCheckout: selling(startCheckout),
  previewUpgrade: selling(previewUpgrade, 'asking'),
  upgrade: selling(upgradePlan, 'sensitive'),
  previewSeats: selling(previewSeats, 'asking'),
  setSeats: selling(setSeats, 'sensitive'),
  openPortal: selling(openPortal, 'sensitive'),
  cancel: selling(cancelSubscription, 'sensitive'),
  resume: selling(resumeSubscription),
});
