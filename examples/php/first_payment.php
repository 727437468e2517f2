<?php
// A WeChat QR payment of 10.00 HKD and its state. PHP alone is needed.
//     php first_payment.php [query SYSSN | refund SYSSN TXAMT]

function setting(string $name, string $default): string
{
    return getenv($name) ?: $default;
}

function call(string $endpoint, array $params): array
{
    $params += array_filter(['mchid' => setting('QFPAY_MCHID', '')]); // when QFPay gave you one
    // All parameters sorted by name, values as they are, then the client key: MD5, in hex.
    ksort($params, SORT_STRING);
    $pairs = [];
    foreach ($params as $name => $value) {
        $pairs[] = "$name=$value";
    }
    $key = setting('QFPAY_CLIENT_KEY', '0F1E2D3C4B5A69788796A5B4C3D2E1F0');
    $sign = md5(implode('&', $pairs) . $key);

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
            'content' => http_build_query($params),
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

function accepted(string $endpoint, array $answer): array
{
    if (!in_array($answer['respcd'], ['0000', '1143', '1145', '1298'], true)) { // with these it exists
        fwrite(STDERR, "$endpoint refused: {$answer['respcd']} {$answer['resperr']}\n");
        exit(1);
    }
    return $answer;
}

function order(string $endpoint, array $params): array
{
    return accepted($endpoint, call($endpoint, $params + [
        'out_trade_no' => 'php-' . bin2hex(random_bytes(12)), // new for each payment and each refund
        'txdtm' => (new DateTime('now', new DateTimeZone('+08:00')))->format('Y-m-d H:i:s'),
    ]));
}

function show_state(string $syssn): void
{
    // That an order exists does not mean that it is paid: only the query's record says so.
    $state = accepted('query', call('query', ['syssn' => $syssn]))['data'][0]['respcd'] ?? 'none';
    echo "state  $state (0000 paid, 1143, 1145 or 1298 ask again)\n";
}

if (($argv[1] ?? '') === 'query') {
    show_state($argv[2]);
    exit;
}
if (($argv[1] ?? '') === 'refund') {
    $refund = order('refund', ['syssn' => $argv[2], 'txamt' => $argv[3]]);
    exit("refund {$refund['respcd']} (0000 done, 1143, 1145 or 1298 ask again)\n");
}

$payment = order('payment',
    ['txamt' => '1000', 'txcurrcd' => 'HKD', 'pay_type' => '800201', 'goods_name' => '缶コーヒー']);
echo "syssn  {$payment['syssn']}\n";
echo "qrcode {$payment['qrcode']}\n";
show_state($payment['syssn']);
