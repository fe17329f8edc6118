// verify.mjs CREDENTIAL [DOCUMENT...]   exit 0 valid, 1 not valid, 2 proof valid but bit set
import * as bsl from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {closedLoader, read} from './loader.mjs';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';

const [credentialFile, ...documentFiles] = process.argv.slice(2);
const documentLoader = closedLoader(read(process.env.CONTEXTS), documentFiles.map(read));
const suite = [rdfc, createVerifyCryptosuite()].map(
  cryptosuite => new DataIntegrityProof({cryptosuite}));
const credential = read(credentialFile);
// A credential with a status entry is never `verified` without a status function (vc 7.3 throws).
const checkStatus = options => bsl.checkStatus(
  {...options, documentLoader, suite, verifyBitstringStatusListCredential: true});
const result = await vc.verifyCredential({
  credential, suite, documentLoader, ...(credential.credentialStatus ? {checkStatus} : {})
});
// `verified` is true for a revoked credential: the bit stands in the status result alone.
const isSet = result.statusResult?.results?.some(
  each => each.status &&
    ['revocation', 'suspension'].includes(each.credentialStatus?.statusPurpose));
const withCauses = error => !error ? [] :
  [String(error), ...[error.cause, ...(error.errors ?? [])].flatMap(withCauses)];
const errors = [result.error, result.statusResult?.error].flatMap(withCauses);
console.log(JSON.stringify({
  verified: result.verified,
  bitSet: Boolean(isSet),
  statusChecked: Boolean(result.statusResult?.verified),
  errors
}));
process.exit(result.verified ? (isSet ? 2 : 0) : 1);
