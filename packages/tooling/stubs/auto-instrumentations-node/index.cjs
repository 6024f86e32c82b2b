// Stands in for 200 MB of instrumentations that Inngest's SDK depends on and uses in one optional utility only.
exports.getNodeAutoInstrumentations = () => [];
