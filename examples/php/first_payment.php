<?php
// A first WeChat QR payment with plain PHP. The body is not percent-encoded, as in QFPay's own samples:
// that works as long as no value holds & + or %.

function setting(string $name, string $default): string
{
    return getenv($name) ?: $default;
}

function call(string $endpoint, array $params): array
{
    // All parameters sorted by name, values as they are, then the client key: MD5, in hex.
    ksort($params, SORT_STRING);
    $pairs = [];
    foreach ($params as $name => $value) {
        $pairs[] = "$name=$value";
    }
    $body = implode('&', $pairs);
    $sign = strtoupper(md5($body . setting('QFPAY_CLIENT_KEY', '0F1E2D3C4B5A69788796A5B4C3D2E1F0')));

    $answer = file_get_contents(
        setting('QFPAY_BASE_URL', 'http://127.0.0.1:8080') . "/trade/v1/$endpoint",
        false,
        stream_context_create(['http' => [
            'method' => 'POST',
            'header' => [
                'Content-Type: application/x-www-form-urlencoded',
                'X-QF-APPCODE: ' . setting('QFPAY_APP_CODE', 'A1B2C3D4E5F60718293A4B5C6D7E8F90'),
                "X-QF-SIGN: $sign",
            ],
            'content' => $body,
            'timeout' => 30,
        ]])
    );
    if ($answer === false) {
        exit(1);
    }
    return json_decode($answer, true, 16, JSON_THROW_ON_ERROR);
}

$payment = call('payment', [
    'txamt' => '1000', // minor units: 10.00 HKD
    'txcurrcd' => 'HKD',
    'pay_type' => '800201',
    'out_trade_no' => 'php-' . bin2hex(random_bytes(12)),
    'txdtm' => (new DateTime('now', new DateTimeZone('+08:00')))->format('Y-m-d H:i:s'),
    'goods_name' => '缶コーヒー',
]);
if ($payment['respcd'] !== '0000') {
    fwrite(STDERR, "payment refused: {$payment['respcd']} {$payment['resperr']}\n");
    exit(1);
}
echo "syssn  {$payment['syssn']}\n";
echo "qrcode {$payment['qrcode']}\n";

// 0000 above means that the order exists. Whether it is paid, only the query's record says.
$record = call('query', ['syssn' => $payment['syssn']])['data'][0];
echo "state  {$record['respcd']} (0000 paid, 1143 or 1145 ask again, else failed)\n";
