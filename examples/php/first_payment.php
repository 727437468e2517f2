<?php
// A first WeChat QR payment with plain PHP. The body is not percent-encoded, as in QFPay's own samples:
// that works as long as no value holds & + or %. With any value: sign $text, send http_build_query($params).

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
    $text = implode('&', $pairs);
    $sign = strtoupper(md5($text . setting('QFPAY_CLIENT_KEY', '0F1E2D3C4B5A69788796A5B4C3D2E1F0')));

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
            'content' => $text,
            'timeout' => 30,
        ]])
    );
    if ($answer === false) {
        exit(1);
    }
    foreach (preg_grep('/^X-QFMock-Diagnosis:/i', $http_response_header) as $line) {
        fwrite(STDERR, 'diagnosis' . strstr($line, ' ') . "\n"); // the sandbox says why it refused
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
if (!in_array($payment['respcd'], ['0000', '1143', '1145'], true)) { // with these three the order exists
    fwrite(STDERR, "payment refused: {$payment['respcd']} {$payment['resperr']}\n");
    exit(1);
}
echo "syssn  {$payment['syssn']}\n";
echo "qrcode {$payment['qrcode']}\n";

// That the order exists does not mean that it is paid: only the query's record says so.
$record = call('query', ['syssn' => $payment['syssn']])['data'][0];
echo "state  {$record['respcd']} (0000 paid, 1143 or 1145 ask again)\n";
