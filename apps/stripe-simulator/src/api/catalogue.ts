import { z } from 'zod';
import { showPrice, showProduct } from '../render/catalogue.ts';
import { emit, follow, type Sim } from '../sim.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';

const productFields = {
  name: p.text.optional(),
  description: p.text.optional(),
  active: p.truth.optional(),
  metadata: p.metadata.optional(),
  default_price: p.text.optional(),
};
const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: p.whole.optional(),
  usage_type: z.literal('licensed').optional(),
});

const productOf = (sim: Sim, id: string | undefined) => known(sim.world.products.find(id), 'product', id);
const priceOf = (sim: Sim, id: string | undefined) => known(sim.world.prices.find(id), 'price', id);
/** A key names one price: giving it to another needs saying so. */
function takeLookupKey(sim: Sim, key: string, isTransfer: boolean): void {
  for (const other of sim.world.prices.where(({ lookupKey }) => lookupKey === key)) {
    if (!isTransfer)
      throw refused(`A price (\`${other.id}\`) already uses that lookup key.`, {
        code: 'resource_already_exists',
        param: 'lookup_key',
      });
    other.lookupKey = null;
  }
}

const products: Route[] = [
  route('POST', '/v1/products', p.shape({ ...productFields, name: p.text, id: p.text.optional() }), (sim, given) => {
    if (given.id && sim.world.products.find(given.id))
      throw refused('Product already exists.', { code: 'resource_already_exists', param: 'id' });
    const product = sim.world.products.add({
      ...{
        id: given.id ?? sim.id('prod'),
        created: sim.now(),
        updated: sim.now(),
        name: given.name,
        description: given.description ?? null,
      },
      ...{ active: given.active ?? true, metadata: given.metadata ?? {}, defaultPrice: null },
    });
    emit(sim, 'product.created', showProduct(sim, product));
    return showProduct(sim, product);
  }),
  route(
    'GET',
    '/v1/products',
    p.shape({ ...p.page, active: p.truth.optional(), ids: p.texts.optional() }),
    (sim, { active, ids, ...page }) =>
      listPage(
        sim.world.products
          .peek()
          .filter((each) => (active === undefined || each.active === active) && (!ids || ids.includes(each.id))),
        page,
        (each) => showProduct(sim, each),
        '/v1/products',
      ),
  ),
  route('GET', '/v1/products/:id', p.shape({}), (sim, _, { id }) => showProduct(sim, productOf(sim, id))),
  route('POST', '/v1/products/:id', p.shape(productFields), (sim, given, { id }) => {
    const product = productOf(sim, id);
    follow(
      sim,
      'product.updated',
      product.id,
      () => showProduct(sim, product),
      () => {
        product.name = given.name ?? product.name;
        product.description = given.description ?? product.description;
        product.active = given.active ?? product.active;
        product.defaultPrice = given.default_price ?? product.defaultPrice;
        product.metadata = p.mergeMetadata(product.metadata, given.metadata);
        product.updated = sim.now();
      },
    );
    return showProduct(sim, product);
  }),
];

const prices: Route[] = [
  route(
    'POST',
    '/v1/prices',
    p.shape({
      ...{
        currency: p.text,
        unit_amount: p.whole,
        product: p.text.optional(),
        product_data: z.strictObject({ name: p.text, metadata: p.metadata.optional() }).optional(),
      },
      ...{
        recurring: recurring.optional(),
        tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
        lookup_key: p.text.optional(),
      },
      ...{
        transfer_lookup_key: p.truth.optional(),
        nickname: p.text.optional(),
        active: p.truth.optional(),
        metadata: p.metadata.optional(),
        billing_scheme: z.literal('per_unit').optional(),
      },
    }),
    (sim, given) => {
      if (!given.product && !given.product_data)
        throw refused('You must specify either `product` or `product_data` when creating a price.', {
          code: 'parameter_missing',
        });
      const product = given.product_data
        ? sim.world.products.add({
            ...{
              id: sim.id('prod'),
              created: sim.now(),
              updated: sim.now(),
              name: given.product_data.name,
              description: null,
              active: true,
            },
            ...{ metadata: given.product_data.metadata ?? {}, defaultPrice: null },
          })
        : productOf(sim, given.product);
      if (given.lookup_key) takeLookupKey(sim, given.lookup_key, given.transfer_lookup_key ?? false);
      const price = sim.world.prices.add({
        ...{
          id: sim.id('price', 24),
          created: sim.now(),
          product: product.id,
          currency: given.currency.toLowerCase(),
          amount: given.unit_amount,
        },
        recurring: given.recurring
          ? { interval: given.recurring.interval, count: given.recurring.interval_count ?? 1 }
          : null,
        ...{
          taxBehavior: given.tax_behavior ?? 'unspecified',
          lookupKey: given.lookup_key ?? null,
          nickname: given.nickname ?? null,
        },
        ...{ active: given.active ?? true, metadata: given.metadata ?? {} },
      });
      emit(sim, 'price.created', showPrice(sim, price));
      return showPrice(sim, price);
    },
  ),
  route(
    'GET',
    '/v1/prices',
    p.shape({
      ...p.page,
      active: p.truth.optional(),
      product: p.text.optional(),
      lookup_keys: p.texts.optional(),
      currency: p.text.optional(),
      type: p.text.optional(),
    }),
    (sim, { active, product, lookup_keys, currency, type, ...page }) =>
      listPage(
        sim.world.prices
          .peek()
          .filter(
            (each) =>
              (active === undefined || each.active === active) &&
              (!product || each.product === product) &&
              (!lookup_keys || lookup_keys.includes(each.lookupKey ?? '')) &&
              (!currency || each.currency === currency) &&
              (!type || (type === 'recurring') === (each.recurring !== null)),
          ),
        page,
        (each) => showPrice(sim, each),
        '/v1/prices',
      ),
  ),
  route('GET', '/v1/prices/:id', p.shape({}), (sim, _, { id }) => showPrice(sim, priceOf(sim, id))),
  // a price's amount never changes: a new price takes its place
  route(
    'POST',
    '/v1/prices/:id',
    p.shape({
      active: p.truth.optional(),
      metadata: p.metadata.optional(),
      nickname: p.text.optional(),
      lookup_key: p.text.optional(),
      transfer_lookup_key: p.truth.optional(),
    }),
    (sim, given, { id }) => {
      const price = priceOf(sim, id);
      follow(
        sim,
        'price.updated',
        price.id,
        () => showPrice(sim, price),
        () => {
          if (given.lookup_key) takeLookupKey(sim, given.lookup_key, given.transfer_lookup_key ?? false);
          price.active = given.active ?? price.active;
          price.nickname = given.nickname ?? price.nickname;
          price.lookupKey = given.lookup_key ?? price.lookupKey;
          price.metadata = p.mergeMetadata(price.metadata, given.metadata);
        },
      );
      return showPrice(sim, price);
    },
  ),
];

export const catalogue: Route[] = [...products, ...prices];
