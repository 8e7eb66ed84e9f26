import TFDiffEngine
import TFDiffTensor
import Testing

/// SHA-256 of what TensorFlow 2.12.1 drew in a fresh session, first run and second, in sizes around the boundaries
/// of groups and batches, with the element types and seeds that the golden file has not.
struct KnownDraws: Sendable, CustomTestStringConvertible {
  let distribution: String
  let count: Int
  let run1: String
  let run2: String

  init(_ distribution: String, _ count: Int, _ run1: String, _ run2: String) {
    self.distribution = distribution
    self.count = count
    self.run1 = run1
    self.run2 = run2
  }

  var testDescription: String { "\(distribution) [\(count)]" }

  func node() throws -> RandomNode {
    let seeds = SeedPair(42, 3)
    let wideSeeds = SeedPair(-5, (1 << 40) + 9)
    switch distribution {
    case "normal64": return try RandomNode("RandomStandardNormal", dtype: .float64, seeds)
    case "trunc64": return try RandomNode("TruncatedNormal", dtype: .float64, seeds)
    case "uniform32": return try RandomNode("RandomUniform", wideSeeds)
    case "normal32": return try RandomNode("RandomStandardNormal", wideSeeds)
    case "trunc32": return try RandomNode("TruncatedNormal", wideSeeds)
    case "int64":
      let range = [
        Tensor(scalar: Int64(-1_000_000_000_000_000)), Tensor(scalar: Int64(3_000_000_000_000_007)),
      ]
      return try RandomNode("RandomUniformInt", seeds, range: range)
    case "int32full":
      let range = [Tensor(scalar: Int32.min), Tensor(scalar: Int32.max)]
      return try RandomNode("RandomUniformInt", seeds, range: range)
    default: throw GoldenFiles.Failure.missing(distribution)
    }
  }

  static let all: [KnownDraws] = [
    KnownDraws(
      "normal64", 1, "de2ba75d56cb1e52536774b4a11448fe285abf5a5f45864e894517a1b057616c",
      "e84f7c46f658866aa81be8f18f78ddcf4508d81dd26038461164f04455f679e3"),
    KnownDraws(
      "trunc64", 1, "de2ba75d56cb1e52536774b4a11448fe285abf5a5f45864e894517a1b057616c",
      "7a0a2c83e5b9ed6af4b32c9aa55b7c9d0bb121ec90c4f62e8acbdd9f51109e71"),
    KnownDraws(
      "int64", 1, "37c18b48d04ef08d00a2002214a7bb51e35182c5c4d04ae3cfd168d8fc62329d",
      "4277a39305c44c0828e14c99efca78a7b673b80b03a1f901ab68f8154de97118"),
    KnownDraws(
      "int32full", 1, "a089f3ac68e8cd2aad2205f999c6af5899809961901149b3c62ba8d053a7db08",
      "fe4324ded25e3b4fdff1d41acd1656c25f1ee0adbc0db6cd7753eb5e869af8f5"),
    KnownDraws(
      "uniform32", 1, "419d29180dcb2da9daa5c9498b19ecb418a5cb6c2fe98feac5c7e1871d2acb62",
      "160d571e77b0bd46d97bba41c538ea0add714d7bae07a34ba77148f0fc5b4a9b"),
    KnownDraws(
      "normal32", 1, "3390f51f2063de535a54039206486e38ab4998b13e35306d5bd5d451d1fe6e54",
      "f6f0e49a37c60503594f4a414226b77610c9750fe0b6981b685f2d4ce7f924fa"),
    KnownDraws(
      "trunc32", 1, "3390f51f2063de535a54039206486e38ab4998b13e35306d5bd5d451d1fe6e54",
      "f6f0e49a37c60503594f4a414226b77610c9750fe0b6981b685f2d4ce7f924fa"),
    KnownDraws(
      "normal64", 3, "8bf136f2ffcd155a6205da0ca384a6ce1d4d053b7dce1b59e290e92adfcb8404",
      "cda60377285a18226d980ae7430c9519e59eb2a9585121d5bb6c12917268c1ba"),
    KnownDraws(
      "trunc64", 3, "02e459f8ff74f7fdf507f04ec47d6c34b20619ad9a72ab8560972e92101f675c",
      "92c6f7e33141376f110f17a46050b0a9a60a8753e76c9af36cc00f0d538b2e74"),
    KnownDraws(
      "int64", 3, "d5b2b0c678e133b0c2a20a29ecc4ac22eeffaa9705d24a9a30998f22c06ca462",
      "7db1646c87b9718e597fee6b1a3eb3a12dab9277193f3d96f121bbc8560b0e02"),
    KnownDraws(
      "int32full", 3, "dfbf71a5483930b3a06eb11a88d634a36cdf501fdb5c6f47e22cf62880765316",
      "85c29ef0c0c4a78798f262590314b521d0441e8802cdfe2570ebd6785ab45826"),
    KnownDraws(
      "uniform32", 3, "421f566c7c1f736468b2961d7c553415c5ab890f6e0c2051a93d4caa8b077983",
      "468d7c2d920a52091a0c1d02695f440b661af015122b14a3822a19f7748f7907"),
    KnownDraws(
      "normal32", 3, "471fa756b3eaa9efef5dd1ed844b6633ada7285f2eea16d0dc6255fb165fef70",
      "3175dd1e81dba0c60c5686b7fc7467bf47ddb0e7d801d4eb7e5793614a0155fd"),
    KnownDraws(
      "trunc32", 3, "471fa756b3eaa9efef5dd1ed844b6633ada7285f2eea16d0dc6255fb165fef70",
      "3175dd1e81dba0c60c5686b7fc7467bf47ddb0e7d801d4eb7e5793614a0155fd"),
    KnownDraws(
      "normal64", 5, "d3d6fa0cfca7bfe836d9de0053d8d943ba9ee29cb4db19a602aa10a7aed1db3a",
      "404d4ebf9a0ba67cb0b9523e06a5b168599ea468fc1eb13aaa08358d98c1a2b2"),
    KnownDraws(
      "trunc64", 5, "cf62ef1a8d08d54a714f51f400571d4621c92558902667aa99a2197aaa538fb5",
      "dcdc6df411de81f859d9af515ee3cd1aa22713393eb37a428103e821f32f25fa"),
    KnownDraws(
      "int64", 5, "cd87660d52113fa64e89a9d4e9e356ae7847b69582e0a9ea4fb89de9ca00c8bb",
      "27c9db3b5029eda3108a624663bcb7ff48ce69b80290baedeeaad53a57082818"),
    KnownDraws(
      "int32full", 5, "127ab145ba85304ff2b24712af44883db456dac7c22dafceea11dadaa231ce1c",
      "8d36e693cee1159225d826898a383c3e8b395bf1a8d36bb3ca0de4ab6e46af2f"),
    KnownDraws(
      "uniform32", 5, "75a43d6030deeee66bcae9b3fdb5cfe460bdb6a69fb7a0a80db62fa1377ff2d8",
      "f643167a6178c18d4b6e48b85b4df9c97330587e3c996c1a655f0d72aa855fc8"),
    KnownDraws(
      "normal32", 5, "5901a58cf66db7fd2cdd70e39dc3951f1fa3c1194d359616e17ed260eeee4505",
      "32f0da880614d4e8a5f819171181c038780f846474401ed1dd44666d51b9740e"),
    KnownDraws(
      "trunc32", 5, "991ee2aba96b1a5a2b7f575f13e645718256abc5a156d74f942db192340a4d2d",
      "4ac7bcc8f963fe71f741d25818a078c2252d374332579d1bcf17876b6e432b09"),
    KnownDraws(
      "normal64", 7, "3f35e678fdf708714e7f1737fc1fed34fd28a83b2ab9aca430aee854f26347e3",
      "66feefbca6ddaa68424f293f66860e99b7cf0bd144d739f6d27b55e1ca2ed10c"),
    KnownDraws(
      "trunc64", 7, "a303ca10f4180d08a3f71b944ac4285d5e21ca1e9f9ce081bccf250369a655ac",
      "be4d8c1c6dc27fa8cdf4dcf186ac23b3dd2d7f493806b7c5e99b359b98fbfda2"),
    KnownDraws(
      "int64", 7, "a92821d03b091462123341081fb9eec153dc34c9ee28991f9a9913d2c953cc21",
      "c339e09e9a271872f6b7f31a81f2f8023ffadf5e728bbb3811829b1d7ea1e0ef"),
    KnownDraws(
      "int32full", 7, "f42c5c23b45004a8a798cf0dfce24467b781ab4a4338875c20535ac9421439d2",
      "264f5b33a49e137eb9d2a55d1963686b78d98c0f7e8e60a1c33ff9f23f34b06f"),
    KnownDraws(
      "uniform32", 7, "dbd78e3250f23f1f6c421d2576b80514645fc891771f95f1f13af7bc56b3c1c7",
      "14b5d7ac044be375d32eb14e4558b7fc4119abc6d51156fec96e072e4e74d74f"),
    KnownDraws(
      "normal32", 7, "8d90c5c86b698ab6fff7c829c455c42ec479443b732e5be5f96241551daafb5d",
      "b3a76fe698081d708725df8a8450ced841f13a78c83d15b11bbf5e4cf168be22"),
    KnownDraws(
      "trunc32", 7, "e9154bcf4ee7e11a2520c01a6d2947379524c8e9f1c667dc77b264bc45235f59",
      "21f0eee751c404d788b9c357090e52347ebae4922ddf1ef0eb5bc2b8ac7d8d3a"),
    KnownDraws(
      "normal64", 255, "c219226a61d3751ff6ad0c7822ae5536000419d8213c606bc8db1bbd10a3d3d5",
      "1bea2d5953208aa69a6ac302fc15db3e5ae16a871d84850e6a8c37693015d5f0"),
    KnownDraws(
      "trunc64", 255, "038d0accbb9f4307ae6e231a77347527d63eb86bc97629f698acdfbec6783b4d",
      "263cce82d52ef6d8a2c3d2d80eac1713e07d3a73fd4c6a9b25d4b5623194a9b7"),
    KnownDraws(
      "int64", 255, "dd743e9abe5313a3c3cb23684b1fdfc3b91afa83d06ea7bedcc7ac65028e97e2",
      "e0dd9166dfeb243d4dbde366dc8aaaccfd0651e3dc9e4d6454e2a6b6731af73e"),
    KnownDraws(
      "int32full", 255, "66742b5cdce6b49e6ed73b9e9fbb3d76bb01b95610438adee21b018ac041a282",
      "960e9c93afb4b5ba0ef058b789f99373c8091a26289255a5cc8cdf1a028dc354"),
    KnownDraws(
      "uniform32", 255, "43c5ed35c1888b04548ecf2f53775d92d6dd6cd9698c1594df9c3c732df80b4d",
      "86cca17dafb0effa1938b3c1f854e8e9aa75e81449cd5e29f6f8cbe90e4da99b"),
    KnownDraws(
      "normal32", 255, "3b6e65027c9b0fee45b0e385bf0c711030e9f1b10263f5920c8127656a290f58",
      "9ead9f5ad501cd224be2bd612858c2331695304c71207d042e96d4a8c7d61a43"),
    KnownDraws(
      "trunc32", 255, "df082814a8db23f4197490b135f9063fe5f331b8d0ab08e0c59530802e7608dc",
      "871117d1726af0501dafd8350f9d6bafb564948ce2bb54294a793a7443aac091"),
    KnownDraws(
      "normal64", 257, "68e140a38dc0ebf8ee4ec6dd6814488c8550dff113d3175aa9ab4574033521e5",
      "70c2dbeb0e9d806099608e86048f4b92fe5b0b214831a2242bd8734401c80bb3"),
    KnownDraws(
      "trunc64", 257, "110bfb6028e80163e03f57b2612ce5789c7466bd244506a9647f5b34ee5b7427",
      "a400e6384f73a3b1f929d301bc21f62c667d9ff7673d92077c13b1f8e13dac54"),
    KnownDraws(
      "int64", 257, "ba9f8e55633f9d4e7cd8c6eaa98983a6a84ee4b011719f16324dfdc130f7ed0a",
      "717a933e594fd3c8d7244cf5d0c6b64834ffdadd828e039062359e4e62cb20ac"),
    KnownDraws(
      "int32full", 257, "5b25f2785b3ea1620dd6f70f9e4822ba7f2d56d33aaa69b7b2d307a481c72716",
      "c21d3fa93b776d264838d83a231c06764c062dd6d70c7666e2c5818e49bf4753"),
    KnownDraws(
      "uniform32", 257, "68f334aba8788b24f257fad8e50c5a40d627e553ff3a2c736607e9376bb11802",
      "4e2e853f0f7ae537bbd403fbcbd6442bbe5b29314d7cf23ba21ad0cc8b63f681"),
    KnownDraws(
      "normal32", 257, "35712c13b0c217e7a8acbd2d5725aa6202b9c24452ca002f038b674cbd929036",
      "50f5ff1c1ba04d2797dcb19615104d4481ec771a3348e924da109e3c9b476719"),
    KnownDraws(
      "trunc32", 257, "7acdaa1df13ddedcaf2ac89fc8a06b009d2585cb415d2b73cd53627d4e8d3b5e",
      "b5cce12cf5de5aa8e3ec91001f9e3a9fb4843edef922e8d3cc8197a8c6325b1b"),
    KnownDraws(
      "normal64", 1025, "d8c2c0705bc3d56432e5606d46a57a5f2601afa2df42296ba2e1a17a28e2b5be",
      "41195d2ae4b12afd06ecb120a4d88d9ccc4b029f199ac5cb1f95dc84b1768941"),
    KnownDraws(
      "trunc64", 1025, "8c00aefe6e24805030eec172911a674100e25de37344d09f562a077c4a27df6e",
      "5283ea2b2772a7eecca8cdbd54af26f02243845ad1d918b4b8feef7a329a2b0f"),
    KnownDraws(
      "int64", 1025, "2bbeec88a37e7f96593b918668204b1c370c4e991462ae3f851c6b00b2aae005",
      "9e57c94bb6f8780877717c3b468c425d2fd38ead5297fd04f6ccd65610c3c7f0"),
    KnownDraws(
      "int32full", 1025, "ba6f5d362ae81c0b20d82eac91564730af7060507813f6c5e2596c314dfa0da3",
      "d37779d79402a415cec5c77f668f7d52d4da7f68fd254ad1cfcb8c012eaea7d7"),
    KnownDraws(
      "uniform32", 1025, "a4868842801cb2f7b48dd11d08f7097227d0c15e1898a627f188f2212781c770",
      "d365cc13eb9faaffedc25b02e5e05cda6aa057b0240fda00fa2a5cf76af04a7c"),
    KnownDraws(
      "normal32", 1025, "85157896a2562e539979a28116caa65e782935f53545a3290059747b915a216d",
      "1f583e6a354cb65e4d1298be8ea6ab98197be4995fe78eac50f76dc412e0d417"),
    KnownDraws(
      "trunc32", 1025, "b693c3172b2b406e2d2f9f911ecacd25541c6bb741ddebd978aa99a6903721ee",
      "8e9efba7c56aa71c747ff7bbd1e282ff3627d135febf1ced7a51e7bc25e346d1"),
    KnownDraws(
      "normal64", 4099, "4bc5aed34b0d32f559d6a96b24bfd223d6ea38a271a25896ce983a71a2bc10f7",
      "17ab9168bbeb1f06360295fed1a335f3b9edca0772ca79c63cc3292c9430c59a"),
    KnownDraws(
      "trunc64", 4099, "5b496acd4038271baeaaae3064b4ed72153af0daa111c2e1b75ab37359d59f1f",
      "3a9c9d86c227fea94fcbffe82175090ddfc0308c1cc6a4ed8826596abafc083b"),
    KnownDraws(
      "int64", 4099, "40ffb1afcded8d32a9fa62aa3081fe77ac6c6d231b3b529d94fab519a5d991e7",
      "0f48f35e5c2808eb0a54522e3d1b84d7af1d1edb97d674665693fbd9b123c3a7"),
    KnownDraws(
      "int32full", 4099, "286b37c9df5103ff55e5c7ea54d1834d49312c026ff5d9dff3d35cc9dbc72c73",
      "cc111e73d34fc035a106364be78d08da440df8a5264f5772f4c37261b253db27"),
    KnownDraws(
      "uniform32", 4099, "a69c5d7673ebbaa9e046a826e80d9e917ab9da15fae720bde7dc7e0003daff0a",
      "ed47785c58e1c2817c7ad208475a5ed6c4a7b6667848f36db60685f84555d38a"),
    KnownDraws(
      "normal32", 4099, "d4f119e4f8f732d3f258d5a96e50b0a5116f77d1f9b4f429228a64f92c2dfb81",
      "f339aea078afcc7b34a55ed9b9bd9877f5acf9b175665347b8b29b2c96836aab"),
    KnownDraws(
      "trunc32", 4099, "71b00d871b472acb6b86daa311b214bf733c46e6dfce0c53a1110fac071519af",
      "98e9a41678dfd7796b09848091dd793d509e224f87771e34ac5c12813a642f67"),
  ]
}
